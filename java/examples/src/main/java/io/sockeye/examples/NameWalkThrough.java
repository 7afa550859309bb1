package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;

import io.sockeye.socket.HostInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/**
 * Names and addresses (S3-1): {@code [HOST...]}, this host if there is none. Teaches who is asked:
 * the resolver for hosts, which may ask the network and wait for it, and tables of this host for
 * services. The text of an address, its four bytes and the ints INADDR_ are three things.
 */
public final class NameWalkThrough {
    private NameWalkThrough() {}

    public static void main(String[] args) throws IOException {
        System.out.println("gethostname " + gethostname());
        System.out.println("getfqdn " + getfqdn());
        for (String host : args.length > 0 ? List.of(args) : List.of(gethostname())) {
            String address = gethostbyname(host);
            System.out.println("gethostbyname " + address);
            System.out.println("gethostbyname_ex " + told(gethostbynameEx(host)));
            System.out.println("gethostbyaddr " + told(gethostbyaddr(address)));
            System.out.println("getfqdn " + getfqdn(host));
        }
        System.out.println("http " + getservbyname("http", "tcp"));
        System.out.println("telnet " + getservbyname("telnet", "tcp"));
        System.out.println("IPPORT_RESERVED " + IPPORT_RESERVED);

        byte[] packed = inetAton("222.76.216.16");
        System.out.println("inet_aton " + HexFormat.of().formatHex(packed));
        System.out.println("inet_ntoa " + inetNtoa(packed));
        for (long each : new long[] {INADDR_ANY, INADDR_BROADCAST, INADDR_LOOPBACK}) {
            byte[] bytes = ByteBuffer.allocate(4).putInt((int) each).array();
            System.out.println("INADDR " + each + " is " + inetNtoa(bytes));
        }
    }

    private static String told(HostInfo host) {
        return host.name() + " " + host.aliases() + " " + host.addresses();
    }
}
