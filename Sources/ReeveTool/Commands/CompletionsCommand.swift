import Reeve

/// `reeve completions`: a script that makes a shell complete `reeve`, and the answers to what that script asks.
enum CompletionsCommand {
    static let command = Command(
        name: "completions", synopsis: ["completions bash|zsh|fish", "completions SHELL -- LINE…"],
        summary: "a script that makes the shell complete commands, options, statements, and the store's names",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let operands = call.invocation.operands
        guard let shell = operands.first, let script = scripts[shell] else {
            throw .usage(
                "say for which shell: reeve completions bash, zsh or fish",
                hint: "in bash: source <(reeve completions bash)")
        }
        guard operands.count > 1 else {
            call.console.raw(script)
            return 0
        }
        return answer(shell, Array(operands.dropFirst()), call)
    }

    /// - Returns: 1 where a file's name stands.
    private static func answer(_ shell: String, _ operands: [String], _ call: Call) -> Int32 {
        // Bash hands over the line and the part of it that it will replace; the others have taken it apart themselves.
        let line: ShellLine
        var words: [String]
        if shell == "bash" {
            line = ShellLine(operands[0], replacing: operands.count > 1 ? operands[1] : "")
            words = line.before + [line.typed]
        } else {
            line = ShellLine("")
            words = operands.map(ShellLine.unquoted)
        }
        let typed = words.popLast() ?? ""
        let completion = LineCompletion(call: call, before: Array(words.dropFirst()), typed: typed)
        guard let candidates = completion.candidates else { return 1 }
        for candidate in candidates {
            if let spelled = shell == "bash" ? line.spelled(candidate) : candidate { call.console.line(spelled) }
        }
        return 0
    }

    private static let scripts = [
        "bash": """
        # reeve: completion for bash. In ~/.bashrc: source <(reeve completions bash)
        _reeve() {
            local found
            COMPREPLY=()
            if found=$("$1" completions bash -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null); then
                [[ -z $found ]] || mapfile -t COMPREPLY <<<"$found"
                [[ $found != *= ]] || compopt -o nospace
            else
                compopt -o default
            fi
        }
        complete -F _reeve reeve

        """,
        "zsh": """
        #compdef reeve
        # reeve: completion for zsh. In ~/.zshrc, behind compinit: source <(reeve completions zsh)
        _reeve() {
            local found
            if found=$("${(Q)words[1]}" completions zsh -- "${(@)words[1,CURRENT-1]}" "$QIPREFIX$PREFIX" 2>/dev/null); then
                [[ -z $found ]] || compadd -U -- "${(@f)found}"
            else
                _files
            fi
        }
        if [[ $funcstack[1] == _reeve ]]; then _reeve "$@"; else compdef _reeve reeve; fi

        """,
        "fish": """
        # reeve: completion for fish. reeve completions fish >~/.config/fish/completions/reeve.fish
        function __reeve_complete
            set -l words (commandline -opc)
            set -l typed (commandline -ct)
            set -l found ($words[1] completions fish -- (string escape -- $words) "$typed" 2>/dev/null)
            if test $status -eq 0
                printf '%s\\n' $found
            else
                __fish_complete_path "$typed"
            end
        end
        complete -c reeve -f -a '(__reeve_complete)'

        """,
    ]
}
