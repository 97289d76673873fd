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
        module("ReeveSyntax"),
        module("ReeveDomain"),
        module("ReeveLanguage", ["ReeveSyntax", "ReeveDomain"]),
        module("ReeveStorage", ["ReeveDomain"]),
        module("Reeve", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage"]),
        module("ReeveExchange", ["ReeveDomain"]),
        module("ReeveTesting", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage"]),
        module(
            "ReeveTool",
            ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage", "Reeve", "ReeveTesting", "ReeveExchange"]),
        .executableTarget(
            name: "ReeveCommand", dependencies: ["ReeveTool"], swiftSettings: settings),
        tests(of: "ReeveSyntax"),
        tests(of: "ReeveDomain", ["ReeveSyntax", "ReeveLanguage"]),
        tests(of: "ReeveLanguage", ["ReeveSyntax", "ReeveDomain"], data: ["Errors"]),
        tests(of: "ReeveStorage", ["ReeveDomain"]),
        tests(of: "Reeve", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage"]),
        tests(of: "ReeveTesting", ["ReeveSyntax", "ReeveDomain", "ReeveLanguage"]),
        tests(of: "ReeveTool", ["ReeveSyntax", "ReeveDomain", "ReeveStorage", "Reeve"]),
    ]
)

// Only for `Scripts/fuzz`: the fuzzer brings its own `main`.
if Context.environment["REEVE_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ReeveFuzz",
            dependencies: ["ReeveSyntax", "ReeveDomain", "ReeveLanguage", "ReeveStorage", "Reeve", "ReeveTool"],
            path: "Tests/ReeveFuzz", swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}
