"""Measures Reeve beside its peers on this machine, in turn, and prints what each side does, medians and ratios."""
import argparse
import datetime
import os
import shutil
import signal
import subprocess
import sys
import time

import tables
from inputs import Inputs
from machine import Failed, Machine, peak_of_this_process
from postgres import Postgres
from works import WORKS, Bench, Memory

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def arguments():
    parser = argparse.ArgumentParser(
        prog="Scripts/bench", description=__doc__,
        epilog="REEVE names the program, and REEVE_BENCH its in-process half, where they are built already.")
    parser.add_argument("--quick", action="store_true", help="small inputs and few rounds: within a minute")
    parser.add_argument("--only", metavar="W1,W2", help="some works; `memory` is one too")
    parser.add_argument("--sizes", metavar="N,N", help="how many grants (10000,100000,1000000)")
    parser.add_argument("--rounds", type=int, help="how often each side is timed (5; two fewer from a million on)")
    parser.add_argument("--seed", type=int, default=20260101, help="what the inputs are made from")
    parser.add_argument("--directory", default=os.path.join(ROOT, ".build", "bench"), help="where inputs and stores lie")
    parser.add_argument("--plot", metavar="FILE.svg", help="where the plot goes (DIRECTORY/growth.svg)")
    parser.add_argument("--page", metavar="FILE.md", help="writes the table as Markdown too")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a side failed")
    chosen = parser.parse_args()
    names = list(WORKS) + ["memory"]
    only = [name for name in (chosen.only or ",".join(names)).split(",") if name]
    unknown = [name for name in only if name not in names]
    if unknown:
        parser.error(f"no work {unknown[0]}: {', '.join(names)}")
    try:
        sizes = sorted({int(size) for size in (chosen.sizes or ("1000,10000" if chosen.quick else "10000,100000,1000000")).split(",")})
    except ValueError:
        parser.error("--sizes wants numbers")
    if sizes[0] < 100 or sizes[-1] > 10_000_000:
        parser.error("--sizes: from 100 to 10000000")
    return chosen, only, sizes, chosen.rounds or (2 if chosen.quick else 5)


def built(variable, product):
    if os.environ.get(variable):
        return os.path.realpath(os.environ[variable])
    print(f"building {product} for release…", file=sys.stderr)
    command = ["swift", "build", "-c", "release", "--product", product, "--package-path", ROOT]
    subprocess.run(command, check=True, stdout=sys.stderr)
    path = subprocess.run(command + ["--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return os.path.join(path, product)


def main():
    # Also when it is ended from outside the server is stopped, and the stores go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen, only, sizes, rounds = arguments()
    reeve, in_process = built("REEVE", "reeve"), built("REEVE_BENCH", "ReeveBench")
    machine = Machine(os.path.join(chosen.directory, "peers"))
    work_directory = os.path.join(chosen.directory, f"work-{os.getpid()}")
    os.makedirs(work_directory)
    users, customers = (1000, 2000) if chosen.quick else (10_000, 100_000)
    inputs = Inputs(os.path.join(chosen.directory, "inputs"), chosen.seed, users, customers)
    postgres = Postgres()
    shown = sys.stderr.isatty()

    def tell(text):
        if shown:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    failed, began = [], time.monotonic()
    try:
        bench = Bench(work_directory, inputs, machine, postgres, reeve, in_process, chosen.quick)
        version = subprocess.run([reeve, "--version"], capture_output=True, text=True).stdout.strip()
        command = "Scripts/bench " + " ".join(sys.argv[1:])
        heading = f"{datetime.date.today()}, {Machine.description()}: `{command.strip()}`"
        print(f"{version}, {datetime.datetime.now():%Y-%m-%d %H:%M}\n{Machine.description()}")
        print(f"{command.strip()}: {users:,} users, {customers:,} customers, seed {chosen.seed}, {rounds} rounds")
        print(f"memory is a process's peak; `small` is less than the {peak_of_this_process() / 2**20:.0f} MiB of the measuring one")
        for name in sorted(machine.versions):
            print(f"  {name}: {machine.versions[name]}")
        for name in sorted(machine.missing):
            print(f"  MISSING {name}: {machine.missing[name]}")
        print(flush=True)
        done = []
        for name in only:
            if name == "memory":
                continue
            work = WORKS[name](bench)
            work.run(sizes, rounds, machine, tell, 2 if chosen.quick else 20)
            tell("")
            print("\n".join(tables.work_lines(work, machine)), flush=True)
            failed += [f"{name} {side}: {result.failure}" for (side, _), result in work.results.items() if result.failure]
            done.append(work)
        if "memory" in only:
            tell("memory")
            try:
                told = Memory(bench, sizes)
                tell("")
                print("Memory")
                rows = [["", "bytes a grant", "peak of a load", "peak of the run", ""]]
                rows += [["  " + text, f"{each:.0f}", tables.memory(load), tables.memory(peak), ""]
                         for text, each, load, peak in told.lines]
                print("\n".join(tables.columns(rows)))
                print("  a session after so many commits: " + ", ".join(
                    f"{count:,} {size / 2**20:.1f} MiB" for count, size in told.growth))
                for goal in told.goals:
                    print(tables.goal(*goal))
                print()
            except Failed as failure:
                tell("")
                print(f"Memory: failed: {failure}\n")
                failed.append(f"memory: {failure}")
        print("\n".join(tables.text_plot(done)))
        plot = chosen.plot or os.path.join(chosen.directory, "growth.svg")
        with open(plot, "w") as file:
            file.write(tables.svg(done, heading.replace("`", "")))
        if chosen.page:
            with open(chosen.page, "w") as file:
                file.write("\n".join(tables.page(done, machine, heading)) + "\n")
        print(f"plot: {plot}\n{time.monotonic() - began:.0f} s, {len(failed)} failed")
        for text in failed:
            print(f"  {text}")
    finally:
        postgres.close()
        shutil.rmtree(work_directory, ignore_errors=True)
    return 1 if failed and chosen.strict else 0


if __name__ == "__main__":
    sys.exit(main())
