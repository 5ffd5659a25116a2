"""Runs /usr/bin/az, as it is, in a process of its own for each command, forked from this one.

Most of the time of az goes into importing its modules. Each command here imports what it needs, as
always, and tells which modules those were; this process then imports them, so that the commands after
it find them imported. Nothing else is shared: arguments, environment, streams, exit code and every
object are the command's own.

Standard input: a JSON list of words on each line. Standard output: for each, a JSON object of what
the command ended with and wrote.
"""

import importlib
import json
import os
import runpy
import sys
import tempfile


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        answers.write(json.dumps(run(json.loads(line))) + "\n")
        answers.flush()


def run(words):
    out, error, modules = (tempfile.TemporaryFile() for _ in range(3))
    child = os.fork()
    if child == 0:
        become_az(words, out, error, modules)
    _, status = os.waitpid(child, 0)
    for name in read(modules).split():
        try:
            importlib.import_module(name)
        except Exception:  # Then each command goes on importing it by itself, or not.
            sys.modules.pop(name, None)
    return {"code": os.waitstatus_to_exitcode(status), "out": read(out), "error": read(error)}


def become_az(words, out, error, modules):
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (out.fileno(), 1), (error.fileno(), 2)):
        os.dup2(source, target)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
    before = set(sys.modules)
    sys.argv = ["/usr/bin/az", *words]
    code = 1
    try:
        runpy.run_path("/usr/bin/az", run_name="__main__")
        code = 0
    except SystemExit as ended:
        code = exit_code(ended.code)
    except BaseException:  # As the interpreter itself does.
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        loaded = [name for name in sys.modules if name not in before and name != "__main__"]
        modules.write("\n".join(loaded).encode())
        modules.flush()
        os._exit(code)


def exit_code(value):
    if value is None:
        return 0
    if isinstance(value, int):
        return value & 0xFF
    print(value, file=sys.stderr)
    return 1


def read(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


main()
