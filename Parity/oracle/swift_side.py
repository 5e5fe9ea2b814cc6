"""HTTPWire's side: the interpreter in Sources/interpreter, as a process that is handed programs and hands back traces."""
import json
import pathlib
import subprocess
import sys
import threading

# Longer than any batch takes: an interpreter that has not answered by then never will.
PATIENCE = 60
ROOT = pathlib.Path(__file__).resolve().parents[2]


class InterpreterFailed(Exception):
    """The process has died, or was ended because it took too long. `program` is the one it was given last and did not answer."""

    def __init__(self, program, status):
        super().__init__(f"the interpreter ended with status {status} in {json.dumps(program)}")
        self.program = program


def build():
    """The path of the interpreter, built."""
    command = ["swift", "build", "--package-path", str(ROOT / "Parity"), "--configuration", "release"]
    built = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if built.returncode:
        sys.exit(built.stdout + "parity: the interpreter could not be built")
    shown = subprocess.run(command + ["--show-bin-path"], check=True, stdout=subprocess.PIPE, text=True)
    return pathlib.Path(shown.stdout.strip()) / "parity-interpreter"


class SwiftSide:
    def __init__(self, path):
        self.path = path
        self.process = None

    def traces(self, programs):
        """The traces of some programs, in their order."""
        if self.process is None:
            self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        writer = threading.Thread(target=self.write, args=(self.process, programs))
        writer.start()
        # Without its process, reading below comes to its end, at the program that was not answered.
        clock = threading.Timer(PATIENCE, self.process.kill)
        clock.start()
        try:
            return self.answers(programs)
        finally:
            clock.cancel()
            writer.join()

    def answers(self, programs):
        found = []
        for program in programs:
            line = self.process.stdout.readline()
            if not line:
                process, self.process = self.process, None
                raise InterpreterFailed(program, process.wait())
            found.append(json.loads(line))
        return found

    def trace(self, program):
        try:
            return self.traces([program])[0]
        except InterpreterFailed as failure:
            return {"crashed": str(failure)}

    @staticmethod
    def write(process, programs):
        try:
            process.stdin.write("".join(json.dumps(program) + "\n" for program in programs).encode())
            process.stdin.flush()
        except BrokenPipeError:
            pass

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
