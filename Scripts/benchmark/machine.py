"""What is on this machine, and what a process costs."""
import importlib.util
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time


class Failed(Exception):
    """A side that ended otherwise than well; the rest goes on."""


class Cost:
    """Of one run: wall clock and processor in seconds, the most memory in bytes, and what it printed. Memory is None where
    it cannot be read: a child's peak begins with what this process held when it was started."""

    def __init__(self, seconds, processor=0.0, memory=0, lines=()):
        self.seconds, self.processor, self.memory, self.lines = seconds, processor, memory, list(lines)

    def figure(self, what, name):
        for line in self.lines:
            if line.get("what") == what:
                return line[name]
        raise Failed(f"no figure {what}/{name}")


def run(command, stdin=None, environment=None, figures=False):
    """Runs a program to its end. Its output is thrown away, or read as one JSON document a line."""
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE if figures else subprocess.DEVNULL,
                             stderr=subprocess.PIPE, env=environment)
    output = child.stdout.read() if figures else b""
    errors = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    for stream in (child.stdout, child.stderr, source):
        if hasattr(stream, "close"):
            stream.close()
    if child.returncode != 0:
        said = (errors or output).decode(errors="replace").strip().splitlines()
        raise Failed(f"{os.path.basename(command[0])}: exit {child.returncode}: {said[-1] if said else ''}")
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(seconds, used.ru_utime + used.ru_stime, memory if memory > peak_of_this_process() * 1.05 else None,
                [json.loads(line) for line in output.splitlines() if line.startswith(b"{")])


def peak_of_this_process():
    """In bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def said(*command):
    """The first line of what a program says of itself; None where it is not there."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else None


class Machine:
    """The programs, libraries and Python packages that peers need: their versions, or that they are missing."""

    def __init__(self, build):
        self.build = build
        os.makedirs(build, exist_ok=True)
        self.versions, self.missing = {}, {}
        for name, command in (("sqlite3", ["sqlite3", "--version"]), ("lua5.4", ["lua5.4", "-v"]),
                              ("luac5.4", ["luac5.4", "-v"]), ("luajit", ["luajit", "-v"]), ("psql", ["psql", "--version"]),
                              ("gcc", ["gcc", "--version"]), ("g++", ["g++", "--version"])):
            self._note(name, said(*command) if shutil.which(name) else None)
        for name in ("cedarpy", "casbin", "orjson"):
            self._note(name, self._package(name))

    def _note(self, name, version):
        if version:
            self.versions[name] = version
        else:
            self.missing[name] = "not installed"

    @staticmethod
    def _package(name):
        if importlib.util.find_spec(name) is None:
            return None
        from importlib.metadata import PackageNotFoundError, version
        for package in (name, "py" + name):
            try:
                return f"{package} {version(package)}"
            except PackageNotFoundError:
                continue
        return name

    def has(self, *names):
        return all(name in self.versions for name in names)

    def compiled(self, source, *options):
        """A program of `peers/` as a binary; None, and named as missing, where this machine cannot build it."""
        name, ending = os.path.splitext(os.path.basename(source))
        compiler = "g++" if ending == ".cpp" else "gcc"
        if not self.has(compiler):
            return None
        binary = os.path.join(self.build, name)
        done = subprocess.run([compiler, "-O2", "-o", binary, source, *options], capture_output=True, text=True)
        if done.returncode != 0:
            self.missing[f"{name}{ending}"] = "does not build here: " + (done.stderr.strip().splitlines() or ["?"])[0]
            return None
        return binary

    @staticmethod
    def description():
        model = platform.processor() or platform.machine()
        try:
            with open("/proc/cpuinfo") as file:
                model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), model)
        except OSError:
            pass
        return f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}, load {os.getloadavg()[0]:.1f}"
