extension CodePages {
    /// Tests, files, the store, and the command line.
    static let commands = #"""
        == no-tests
        The path holds no test, or every test was left out by what was asked for.
        -- shell
        printf 'print "no test here"\n' > plain.reeve
        reeve test plain.reeve
        == coverage
        Less of the definitions, grants and rules is covered by expectations than `--min` wants.
        -- shell
        reeve test suite.reeve --coverage --min 100
        == missing-file
        There is no file of this name. What a script uses is looked for beside it.
        -- wrong
        use "rolse.reeve"
        -- right
        use "roles.reeve"
        -- file roles.reeve
        define role Guest { can view recipe }
        == not-a-file
        The path is a directory, or something else that is no file.
        -- shell
        mkdir roles.reeve
        reeve run roles.reeve
        == unreadable-file
        The system does not let the file be read, or it is too large.
        -- shell
        mkdir closed
        chmod 000 closed
        reeve test closed
        == outside-root
        A script uses only files below the directory that it, or the path that was named, lies in.
        -- shell
        printf 'use "../../roles.reeve"\n' > far.reeve
        reeve run far.reeve
        == unwritable-file
        The system does not let the file be written.
        -- shell
        reeve test suite.reeve --report junit=missing/report.xml
        == usage
        The command line makes no sense: a command or option that there is not, or a value that it does not take.
        -- shell
        reeve rum quickstart.reeve
        == import-unreadable
        `reeve import` finds no access model in the file that it knows how to read; the message says what it found.
        -- shell
        printf 'name,role\nann,Admin\n' > people.csv
        reeve import csv people.csv
        == not-a-question
        `reeve ask` answers questions and changes nothing.
        -- shell
        reeve run quickstart.reeve
        reeve ask 'add user zed'
        == not-carried
        An export decides as Reeve does, or is not made: the engine has no words for what the message names. `--flatten`
        resolves what begins and ends, `--kinds-only` leaves single records out.
        -- shell
        reeve run quickstart.reeve
        reeve export casbin --out casbin
        == unknown-transaction
        The journal has no transaction of this number.
        -- shell
        reeve run quickstart.reeve
        reeve undo 99999
        == wants-a-word
        `reeve undo` shows what it would do, and does it when told `--yes`, or yes on a terminal.
        -- shell
        reeve run quickstart.reeve
        reeve run -c 'add user zed'
        reeve undo 47
        == built-upon
        Later transactions stand on what this would take back: they are named, and go first.
        -- shell
        reeve run quickstart.reeve
        reeve run -c 'add user zed'
        reeve run -c 'invite zed as Operator to acme'
        reeve undo 47
        == not-undoable
        What the transaction did cannot be taken back: a definition that was replaced, work that was done. Write a script that says how things should be.
        -- shell
        reeve run quickstart.reeve
        reeve undo 45
        == many-removals
        The run would take away more grants than goes without a word: more than a hundred, or ten and more that are a tenth of all.
        -- shell
        reeve run quickstart.reeve
        reeve run -c 'for each $c in customers { invite carol as Operator to $c }'
        reeve run -c 'for each $c in customers { uninvite carol from $c }'
        == repair-unconfirmed
        `reeve store repair` shows what it would drop, and drops it when told `--yes`.
        -- shell
        reeve run quickstart.reeve
        printf x | dd of=reeve.store/journal-00001.jsonl bs=1 seek=5000 conv=notrunc status=none
        reeve store repair
        == store-missing
        There is no store in this directory.
        -- shell
        reeve store info --store nowhere
        == store-exists
        Something lies where a store was to be made.
        -- shell
        reeve store init
        reeve store init
        == store-damaged
        The store's bytes are not those that were written. It gives no answers: half of the truth about access is worse than none. `reeve store verify` says what is wrong and where, `reeve store repair` cuts damage off and keeps it aside.
        -- shell
        reeve run quickstart.reeve
        printf 'x' | dd of=reeve.store/journal-00001.jsonl bs=1 seek=200 conv=notrunc status=none
        reeve store verify
        == store-unsafe
        Others than its owner could read or change the store, or a link leads elsewhere.
        -- shell
        reeve store init
        chmod 777 reeve.store
        reeve store info
        == store-newer
        A later version of Reeve wrote this store.
        -- shell
        reeve run quickstart.reeve
        sed -i '1s,reeve.snapshot/1,reeve.snapshot/9,' reeve.store/snapshot.json
        reeve store info
        == store-rolled-back
        The snapshot, or the head that was expected, knows of more than the journal holds: somebody put an older journal in its place.
        -- shell
        reeve run quickstart.reeve
        reeve store verify --expect 99999:0000000000000000000000000000000000000000000000000000000000000000
        == foreign-handle
        A program asked a session's view by a handle that was looked up in another session. Handles are numbers, and mean nothing elsewhere: look the name up in a view of this session.
        == stale-handle
        A program asked by the handle of a user, account or action that was removed meanwhile, or that came after the view that is asked. Look the name up again, in this view.
        == plan-stale
        A plan is carried out exactly as it was reviewed, so it fits only the store it was made on: one that has moved on
        since, by anybody's doing or because a grant ran out, is not the one that the reviewer looked at.
        -- shell
        reeve run quickstart.reeve
        reeve plan -c 'add user zed' --out zed.plan
        reeve run -c 'add user yan'
        reeve apply zed.plan
        == plan-altered
        The plan's file is not what `reeve plan --out` wrote: its hash does not fit, or is not the one behind `--expect`.
        -- shell
        reeve run quickstart.reeve
        reeve plan -c 'add user zed' --out zed.plan
        sed -i 's/zed/yan/' zed.plan
        reeve apply zed.plan
        == plan-of-another
        A plan is carried out as whoever it was made for.
        -- shell
        reeve run quickstart.reeve
        reeve plan -c 'add user zed' --out zed.plan
        reeve apply zed.plan --as alice
        == not-a-plan
        `reeve apply` carries out what `reeve plan --out` wrote; a script is run by `reeve run`.
        -- shell
        reeve apply quickstart.reeve
        == plan-newer
        The plan's file has a format that this version of Reeve does not read.
        -- shell
        printf '{"format":"reeve.planned/2"}\n' > zed.plan
        reeve apply zed.plan
        == store-busy
        Another process writes to the store. Readers are not kept waiting; writers wait ten seconds for their turn, then say this. Nothing was done: say it again when the other one has finished.
        -- fault while another process writes to the store for longer than ten seconds
        reeve run -c 'add user zed'
        == store-read-only
        Something was to be changed under `--read-only`, or on a disk that cannot be written.
        -- shell
        reeve run quickstart.reeve
        reeve run --read-only -c 'add user zed'
        == store-recovered
        A writer was interrupted, and what it had not finished was cut off and kept aside. What was acknowledged is all there.
        -- shell
        reeve run quickstart.reeve
        printf '{' >> reeve.store/journal-00001.jsonl
        reeve run -c 'add user zed'
        == snapshot-late
        The change is in the journal, which is the truth, and the snapshot could not be written. The next change writes it.
        -- fault while the disk takes the journal's line, and has no room left for the snapshot
        reeve run -c 'add user zed'
        == no-space
        The disk, or a quota, is full. The store is as it was before: make room, and say it again.
        -- fault while the disk has no room for what is to be written
        reeve run -c 'add user zed'
        == io-failed
        The system refused to read or write. The store is as it was before.
        -- fault while the disk cannot be written
        reeve run -c 'add user zed'
        == outcome-unknown
        The system failed at the moment of committing, and it cannot be known whether the change reached the disk. Opening the store again tells: the head that it shows is the truth.
        -- fault while the disk fails at the moment of committing
        reeve run -c 'add user zed'
        == format-refused
        A fault of the formatter's own: what it wrote did not read as what it had read, so the script was left as it is. No script is known that does; please tell us of yours.
        -- made-by a defect of the formatter: it reads its own work again, and holds it back where a statement or a comment is another
        == export-refused
        A fault of the export's own: what it wrote is no script, so nothing is kept of it.
        == already-begun
        In the REPL, `begin` begins a transaction, and one is open already: `commit` or `rollback` ends it.
        -- repl
        begin
        begin
        == not-begun
        In the REPL, `commit`, `rollback` and `diff` are about a transaction that `begin` has begun.
        -- repl
        commit
        == unknown-command
        In the REPL, what begins with `:` is a command of its own, and there is none of this name.
        -- repl
        :hlep
        == not-saved
        In the REPL, `:save` could not write the file.
        -- repl
        print "hello"
        :save /nowhere/session.reeve
        """#
}
