// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    // The core imports no C library, and the standard library's numbers need the mathematical one.
    .target(
        name: name, dependencies: dependencies, swiftSettings: settings,
        linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))])
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.target(name: name)] + dependencies, exclude: data,
        swiftSettings: settings)
}

// The arrows of this list are the walls of the house: text -> tokens -> tree -> program -> events -> journal.
// `swift build --explicit-target-dependency-import-check error` holds them.
let package = Package(
    name: "Reeve",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Reeve", targets: ["Reeve"]),
        .executable(name: "reeve", targets: ["ReeveCommand"]),
    ],
    targets: [
        module("ReeveJSON"),
        module("ReeveSyntax"),
        module("ReeveDomain"),
        module("ReeveLanguage", ["ReeveSyntax", "ReeveDomain"]),
        module("ReeveStorage", ["ReeveDomain"]),
        module("Reeve", ["ReeveJSON", "ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage"]),
        module("ReeveExchange", ["ReeveSyntax", "ReeveDomain"]),
        module("ReeveTesting", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage"]),
        module("ReeveLint", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveTesting"]),
        module("ReeveExplain"),
        module("ReeveServer", ["ReeveJSON", "ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveLint"]),
        module(
            "ReeveTool",
            [
                "ReeveJSON", "ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage", "Reeve", "ReeveTesting",
                "ReeveLint", "ReeveExplain", "ReeveServer", "ReeveExchange",
            ]),
        .executableTarget(
            name: "ReeveCommand", dependencies: ["ReeveTool"], swiftSettings: settings,
            // Half the start: the loader then has five libraries less to look for and to bind. Only of the executable:
            // a package may not depend on a product with such flags, and the library has none.
            linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(platforms: [.linux], configuration: .release))]),
        // What `Scripts/bench` measures in process: by what anybody can import.
        .executableTarget(name: "ReeveBench", dependencies: ["Reeve"], swiftSettings: settings),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: settings),
        tests(of: "ReeveSyntax", ["SeededRandom"]),
        tests(of: "ReeveDomain", ["ReeveSyntax", "ReeveLanguage", "SeededRandom"]),
        tests(of: "ReeveLanguage", ["ReeveSyntax", "ReeveDomain", "SeededRandom"], data: ["Errors", "Mistakes"]),
        tests(of: "ReeveStorage", ["ReeveDomain", "SeededRandom"]),
        tests(of: "Reeve", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage", "SeededRandom"]),
        tests(of: "ReeveTesting", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "SeededRandom"]),
        tests(of: "ReeveServer", ["ReeveJSON", "ReeveSyntax", "ReeveDomain", "ReeveLanguage", "SeededRandom"]),
        tests(of: "ReeveLint", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveTesting"]),
        tests(
            of: "ReeveExchange",
            ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage", "Reeve", "ReeveTool", "SeededRandom"]),
        tests(of: "ReeveExplain", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveTesting", "ReeveLint"]),
        tests(of: "ReeveTool", ["ReeveJSON", "ReeveSyntax", "ReeveDomain", "ReeveStorage", "Reeve", "ReeveExplain"]),
    ]
)

// Only for `Scripts/fuzz`: the fuzzer brings its own `main`.
if Context.environment["REEVE_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ReeveFuzz",
            dependencies: [
                "ReeveJSON", "ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage", "ReeveServer", "Reeve",
                "ReeveTool",
            ],
            path: "Tests/ReeveFuzz", swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}
