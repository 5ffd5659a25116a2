"""What a client program says: one line of JSON for each case (support/client-case.ts)."""

import json
import sys
import traceback


def run_cases(cases, context, prefix=""):
    """Runs a story. What comes after a failure would stand on ground that is not there."""
    for name, run in cases:
        error = attempt(run, context)
        report = {"case": prefix + name}
        if error is not None:
            report["error"] = error
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()
        if error is not None:
            return


def attempt(run, context):
    try:
        run(context)
    except Exception:  # Whatever the client raises is the finding; the test fails with it.
        return traceback.format_exc()
    return None


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def raises(expected, call, *args, **options):
    try:
        call(*args, **options)
    except expected as error:
        return error
    raise AssertionError(f"{expected.__name__} was not raised")
