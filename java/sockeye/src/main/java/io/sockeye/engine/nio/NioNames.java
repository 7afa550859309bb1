package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Resolver.HostAnswer;
import io.sockeye.engine.Resolver.Interface;
import io.sockeye.engine.Resolver.Interfaces;
import io.sockeye.engine.Resolver.NameAnswer;
import io.sockeye.engine.Resolver.Text;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The kin of getaddrinfo(3) with the JDK's resolver below. The JDK tells no aliases, and of
 * interfaces only those with an address, so the kernel's files are read where there are some.
 */
final class NioNames {
    private static final int HOST_NOT_FOUND = 1;
    private static final int NUMERIC_HOST = Abi.host().constant("NI_NUMERICHOST");
    private static final int NUMERIC_SERVICE = Abi.host().constant("NI_NUMERICSERV");
    private static final int NAME_REQUIRED = Abi.host().constant("NI_NAMEREQD");
    private static final int DATAGRAM = Abi.host().constant("NI_DGRAM");

    private static final int KNOWN =
            NUMERIC_HOST
                    | NUMERIC_SERVICE
                    | NAME_REQUIRED
                    | DATAGRAM
                    | Abi.host().constant("NI_NOFQDN");

    private static final Path KERNELS_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path KERNELS_INTERFACES = Path.of("/sys/class/net");

    private NioNames() {}

    static NameAnswer getnameinfo(byte[] sockaddr, int flags) {
        if ((flags & ~KNOWN) != 0) {
            return new NameAnswer(Abi.host().constant("EAI_BADFLAGS"), 0, "", "");
        }
        boolean bsd = Abi.host().hasSockaddrLength();
        ByteBuffer view = ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
        int family = sockaddr.length < 2 ? 0 : bsd ? view.get(1) : view.getShort(0);
        boolean inet6 = family == Sockaddrs.AF_INET6;
        if (!inet6 && family != Sockaddrs.AF_INET || sockaddr.length < (inet6 ? 28 : 16)) {
            return new NameAnswer(Abi.host().constant("EAI_FAMILY"), 0, "", "");
        }
        int at = inet6 ? 8 : 4;
        byte[] address = Arrays.copyOfRange(sockaddr, at, at + (inet6 ? 16 : 4));
        String host = (flags & NUMERIC_HOST) != 0 ? "" : reverse(address);
        if (host.isEmpty() && (flags & NAME_REQUIRED) != 0) {
            return new NameAnswer(Abi.host().constant("EAI_NONAME"), 0, "", "");
        }
        if (host.isEmpty()) {
            host = inet6 ? text6(address) + scope(address, view.getInt(24)) : text4(address);
        }
        return new NameAnswer(0, 0, host, service(view, flags));
    }

    private static String service(ByteBuffer sockaddr, int flags) {
        int port = (sockaddr.get(2) & 0xff) << 8 | sockaddr.get(3) & 0xff;
        String protocol = (flags & DATAGRAM) != 0 ? "udp" : "tcp";
        String name = (flags & NUMERIC_SERVICE) != 0 ? null : Services.name(port, protocol);
        return name == null ? Integer.toString(port) : name;
    }

    /**
     * The name of an address; empty if it has none, for which the JDK gives its numbers. glibc has
     * none for {@code ::ffff:a.b.c.d}, which is IPv4 to the JDK.
     */
    private static String reverse(byte[] address) {
        InetAddress ip = address(address);
        if (ip.getAddress().length != address.length) {
            return "";
        }
        String name = ip.getCanonicalHostName();
        return name.equals(ip.getHostAddress()) ? "" : name;
    }

    static HostAnswer gethostbyname(String host) {
        if (host.isEmpty()) {
            // The loopback to the JDK.
            return noHost();
        }
        try {
            Literals.Literal literal = Literals.parse(host);
            InetAddress[] all =
                    literal == null
                            ? InetAddress.getAllByName(host)
                            : new InetAddress[] {literal.address()};
            List<byte[]> found = new ArrayList<>();
            for (InetAddress each : all) {
                if (each instanceof Inet4Address) {
                    found.add(each.getAddress());
                }
            }
            return found.isEmpty() ? noHost() : new HostAnswer(0, host, List.of(), found);
        } catch (IOException e) {
            return noHost();
        }
    }

    static HostAnswer gethostbyaddr(byte[] address) {
        String name = reverse(address);
        return name.isEmpty() ? noHost() : new HostAnswer(0, name, List.of(), List.of(address));
    }

    private static HostAnswer noHost() {
        return new HostAnswer(HOST_NOT_FOUND, "", List.of(), List.of());
    }

    static Interfaces interfaces() {
        try {
            List<Interface> all = Files.isDirectory(KERNELS_INTERFACES) ? kernels() : jdks();
            all.sort(Comparator.comparingInt(Interface::index));
            return new Interfaces(0, List.copyOf(all));
        } catch (IOException e) {
            return new Interfaces(Errors.errno(e), List.of());
        }
    }

    private static List<Interface> kernels() throws IOException {
        List<Interface> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(KERNELS_INTERFACES)) {
            for (Path folder : folders) {
                Path index = folder.resolve("ifindex");
                if (Files.isReadable(index)) {
                    int number = Integer.parseInt(Files.readString(index).strip());
                    all.add(new Interface(number, folder.getFileName().toString()));
                }
            }
        }
        return all;
    }

    private static List<Interface> jdks() throws IOException {
        List<Interface> all = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            all.add(new Interface(each.getIndex(), each.getName()));
        }
        return all;
    }

    static int index(String name) {
        return interfaces().all().stream()
                .filter(each -> each.name().equals(name))
                .mapToInt(Interface::index)
                .findFirst()
                .orElse(-Errno.ENODEV);
    }

    static Text name(int index) {
        return interfaces().all().stream()
                .filter(each -> each.index() == index)
                .map(each -> new Text(0, each.name()))
                .findFirst()
                .orElse(new Text(Errno.ENXIO, ""));
    }

    static Text gethostname() {
        try {
            return new Text(
                    0,
                    Files.isReadable(KERNELS_NAME)
                            ? Files.readString(KERNELS_NAME).strip()
                            : InetAddress.getLocalHost().getHostName());
        } catch (IOException e) {
            return new Text(Errors.errno(e), "");
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    /** The name of the interface if the address means anything on that one alone. */
    private static String scope(byte[] address, int scope) {
        if (scope == 0) {
            return "";
        }
        Text name = address(address).isLinkLocalAddress() ? name(scope) : new Text(0, "");
        return '%' + (name.text().isEmpty() ? Integer.toUnsignedString(scope) : name.text());
    }

    private static String text4(byte[] b) {
        return (b[0] & 0xff) + "." + (b[1] & 0xff) + '.' + (b[2] & 0xff) + '.' + (b[3] & 0xff);
    }

    /** As inet_ntop(3) writes it: the first longest run of two or more zero groups is left out. */
    private static String text6(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        boolean mapped = start == 0 && (length == 6 || length == 5 && groups[5] == 0xffff);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < (mapped ? 6 : 8); i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.toString().endsWith(":") ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        if (mapped) {
            text.append(text.toString().endsWith(":") ? "" : ":");
            text.append(text4(Arrays.copyOfRange(address, 12, 16)));
        }
        return text.toString();
    }
}
