"""A scratch PostgreSQL server with its stock settings, on a socket of its own and on no port; gone when it is closed."""
import glob
import os
import shutil
import subprocess
import tempfile


class Postgres:
    """`reason` tells why there is none, and is None where there is one."""

    def __init__(self):
        self.directory, self.reason = None, None
        self.programs = self._programs()
        if self.programs is None:
            self.reason = "no initdb and pg_ctl here"
            return
        # The server refuses to run as root.
        self.user = [] if os.getuid() else self._other()
        if self.user is None:
            self.reason = "the server does not run as root, and there is no user postgres"
            return
        self.directory = tempfile.mkdtemp(prefix="reeve-bench-")
        os.chmod(self.directory, 0o755)
        data = os.path.join(self.directory, "data")
        os.mkdir(data)
        if not os.getuid():
            shutil.chown(data, "postgres")
            shutil.chown(self.directory, "postgres")
        try:
            self._do("initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
            self._do("pg_ctl", "-w", "-D", data, "-l", os.path.join(self.directory, "log"), "-o",
                     f"-c listen_addresses= -c unix_socket_directories={self.directory}", "start")
        except subprocess.SubprocessError as error:
            self.reason = f"the server did not start: {error}"
            self.close()

    @staticmethod
    def _programs():
        here = [shutil.which("pg_ctl")] + sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"), reverse=True)
        for program in filter(None, here):
            directory = os.path.dirname(program)
            if os.path.exists(os.path.join(directory, "initdb")):
                return directory
        return None

    @staticmethod
    def _other():
        known = subprocess.run(["id", "postgres"], capture_output=True).returncode == 0
        return ["runuser", "-u", "postgres", "--"] if known and shutil.which("runuser") else None

    def _do(self, program, *arguments):
        subprocess.run(self.user + [os.path.join(self.programs, program), *arguments], check=True, timeout=120,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def command(self, *arguments):
        return ["psql", "-h", self.directory, "-U", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments]

    def close(self):
        if self.directory is None:
            return
        try:
            self._do("pg_ctl", "-w", "-D", os.path.join(self.directory, "data"), "-m", "immediate", "stop")
        except subprocess.SubprocessError:
            pass
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory = None
