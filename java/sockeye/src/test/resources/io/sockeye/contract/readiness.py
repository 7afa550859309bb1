"""What Python's select and poll report for the states of SocketState.java: NAME, poll mask, select."""

import os
import select
import socket
import struct

ASKED = select.POLLIN | select.POLLOUT | select.POLLPRI | select.POLLRDHUP
open_until_exit = []


def keep(s):
    open_until_exit.append(s)
    return s


def tcp():
    return keep(socket.socket())


def udp():
    return keep(socket.socket(type=socket.SOCK_DGRAM))


def bound(s):
    s.bind(("127.0.0.1", 0))
    return s


def listener():
    s = bound(tcp())
    s.listen()
    return s


def connected():
    s = listener()
    client = tcp()
    client.connect(s.getsockname())
    return client, keep(s.accept()[0])


def pending():
    s = listener()
    tcp().connect(s.getsockname())
    return s


def data():
    client, server = connected()
    server.send(b"x")
    return client


def peer_shut_wr():
    client, server = connected()
    server.shutdown(socket.SHUT_WR)
    return client


def peer_closed():
    client, server = connected()
    server.close()
    return client


def both_shut():
    client, server = connected()
    server.shutdown(socket.SHUT_WR)
    client.shutdown(socket.SHUT_WR)
    return client


def reset():
    client, server = connected()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.close()
    return client


def refused():
    nobody = bound(tcp())
    s = tcp()
    s.setblocking(False)
    s.connect_ex(nobody.getsockname())
    return s


def fill(write):
    try:
        while True:
            write(bytes(65536))
    except BlockingIOError:
        return


def full():
    client, _ = connected()
    client.setblocking(False)
    fill(client.send)
    return client


def urgent():
    client, server = connected()
    server.send(b"!", socket.MSG_OOB)
    return client


def udp_data():
    s = bound(udp())
    udp().sendto(b"", s.getsockname())
    return s


def udp_refused():
    nobody = bound(udp())
    s = udp()
    s.connect(nobody.getsockname())
    nobody.close()
    s.send(b"x")
    return s


def unix_connected():
    a, b = socket.socketpair()
    keep(b)
    return keep(a)


def unix_closed():
    a, b = socket.socketpair()
    b.close()
    return keep(a)


def pipe_data():
    r, w = os.pipe()
    os.write(w, b"x")
    return r


def pipe_end():
    r, w = os.pipe()
    os.close(w)
    return r


def pipe_full():
    r, w = os.pipe()
    os.set_blocking(w, False)
    fill(lambda b: os.write(w, b))
    return w


def pipe_broken():
    r, w = os.pipe()
    os.close(r)
    return w


STATES = {
    "FRESH": tcp,
    "BOUND": lambda: bound(tcp()),
    "LISTENING": listener,
    "PENDING": pending,
    "CONNECTED": lambda: connected()[0],
    "DATA": data,
    "PEER_SHUT_WR": peer_shut_wr,
    "PEER_CLOSED": peer_closed,
    "BOTH_SHUT": both_shut,
    "RESET": reset,
    "REFUSED": refused,
    "FULL": full,
    "URGENT": urgent,
    "UDP_FRESH": udp,
    "UDP_DATA": udp_data,
    "UDP_REFUSED": udp_refused,
    "UNIX_FRESH": lambda: keep(socket.socket(socket.AF_UNIX)),
    "UNIX_CONNECTED": unix_connected,
    "UNIX_CLOSED": unix_closed,
    "PIPE_EMPTY": lambda: os.pipe()[0],
    "PIPE_DATA": pipe_data,
    "PIPE_END": pipe_end,
    "PIPE_ROOM": lambda: os.pipe()[1],
    "PIPE_FULL": pipe_full,
    "PIPE_BROKEN": pipe_broken,
}

for name, make in STATES.items():
    fd = make()
    poll = select.poll()
    poll.register(fd, ASKED)
    mask = sum(events for _, events in poll.poll(0))
    sets = select.select([fd], [fd], [fd], 0)
    print(name, mask, "".join(kind for kind, found in zip("rwx", sets) if found) or "-")
