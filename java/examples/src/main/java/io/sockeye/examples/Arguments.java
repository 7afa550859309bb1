package io.sockeye.examples;

import io.sockeye.socket.Address;

/** The command line of every example: {@code [HOST [PORT]]}. */
final class Arguments {
    private Arguments() {}

    static Address.Inet address(String[] args, String host, int port) {
        return new Address.Inet(
                args.length > 0 ? args[0] : host,
                args.length > 1 ? Integer.parseInt(args[1]) : port);
    }
}
