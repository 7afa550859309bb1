"""Plays each line, a limit and steps, on a StreamReader and prints what the reads answer."""

import asyncio
import sys


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


def start(reader, step):
    name, _, argument = step.partition("=")
    if name == "line":
        return reader.readline()
    if name == "all":
        return reader.read()
    if name == "some":
        return reader.read(int(argument))
    if name == "exactly":
        return reader.readexactly(int(argument))
    return reader.readuntil(bytes.fromhex(argument))


def answer(task, reader):
    left = len(reader._buffer)
    try:
        return f"{task.result().hex()} left {left} {reader.at_eof()}"
    except asyncio.IncompleteReadError as e:
        return f"incomplete {e.partial.hex()} of {e.expected} left {left} {reader.at_eof()}"
    except asyncio.LimitOverrunError as e:
        return f"overrun {e.consumed} left {left} {reader.at_eof()}"
    except ValueError:
        return f"too long left {left} {reader.at_eof()}"


async def play(line):
    limit, *steps = line.split()
    reader = asyncio.StreamReader(limit=int(limit))
    answers = []
    task = None
    for step in steps + ["eof"]:
        if step == "eof":
            reader.feed_eof()
        elif step.startswith("feed="):
            reader.feed_data(bytes.fromhex(step[5:]))
        elif task is None:
            task = asyncio.ensure_future(start(reader, step))
        await settle()
        if task is not None and task.done():
            answers.append(answer(task, reader))
            task = None
    return "; ".join(answers)


for line in sys.stdin:
    print(asyncio.run(play(line)))
