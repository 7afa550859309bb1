package io.sockeye.engine.nio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of services and protocols: {@code /etc/services} and {@code /etc/protocols}, and behind
 * them the few that every host knows.
 */
final class Services {
    private static final String SERVICES =
            """
            echo 7/tcp
            echo 7/udp
            discard 9/tcp
            discard 9/udp
            daytime 13/tcp
            daytime 13/udp
            ftp-data 20/tcp
            ftp 21/tcp
            ssh 22/tcp
            telnet 23/tcp
            smtp 25/tcp mail
            time 37/tcp timserver
            time 37/udp timserver
            domain 53/tcp
            domain 53/udp
            tftp 69/udp
            http 80/tcp www
            pop3 110/tcp pop-3
            sunrpc 111/tcp portmapper
            sunrpc 111/udp portmapper
            ntp 123/udp
            imap2 143/tcp imap
            snmp 161/udp
            ldap 389/tcp
            https 443/tcp
            https 443/udp
            syslog 514/udp
            ldaps 636/tcp
            imaps 993/tcp
            pop3s 995/tcp
            """;

    private static final String PROTOCOLS =
            """
            ip 0 IP
            icmp 1 ICMP
            igmp 2 IGMP
            tcp 6 TCP
            egp 8 EGP
            pup 12 PUP
            udp 17 UDP
            idp 22 XNS-IDP
            ipv6 41 IPv6
            gre 47 GRE
            esp 50 IPSEC-ESP
            ah 51 IPSEC-AH
            ipv6-icmp 58 IPv6-ICMP
            pim 103 PIM
            sctp 132 SCTP
            udplite 136 UDPLite
            """;

    private Services() {}

    /**
     * One line.
     *
     * @param names its name, then its aliases
     * @param protocol {@code "tcp"} ...; empty for a protocol itself
     */
    private record Entry(List<String> names, int number, String protocol) {
        boolean isOf(@Nullable String asked) {
            return asked == null || protocol.equals(asked);
        }
    }

    /** Read at the first name, not before. */
    private static final class Tables {
        static final List<Entry> SERVICE = read("/etc/services", SERVICES, "[0-9]{1,5}/.+");
        static final List<Entry> PROTOCOL = read("/etc/protocols", PROTOCOLS, "[0-9]{1,3}");
    }

    /**
     * The port of a service.
     *
     * @param protocol {@code "tcp"} ...; null for any
     * @return the port, or -1
     */
    static int port(String name, @Nullable String protocol) {
        for (Entry entry : Tables.SERVICE) {
            if (entry.isOf(protocol) && entry.names.contains(name)) {
                return entry.number;
            }
        }
        return -1;
    }

    /**
     * The name of a service.
     *
     * @param protocol {@code "tcp"} ...; null for any
     * @return the name, or null
     */
    static @Nullable String name(int port, @Nullable String protocol) {
        for (Entry entry : Tables.SERVICE) {
            if (entry.isOf(protocol) && entry.number == port) {
                return entry.names.get(0);
            }
        }
        return null;
    }

    /** The number of a protocol, or -1. */
    static int protocol(String name) {
        for (Entry entry : Tables.PROTOCOL) {
            if (entry.names.contains(name)) {
                return entry.number;
            }
        }
        return -1;
    }

    private static List<Entry> read(String file, String wellKnown, String number) {
        List<Entry> entries = new ArrayList<>();
        lines(Path.of(file)).forEach(line -> add(entries, line, number));
        wellKnown.lines().forEach(line -> add(entries, line, number));
        return entries;
    }

    /** None if the host has no such file or keeps it to itself. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A line of services(5) or protocols(5): name, number, aliases, comment after a hash. */
    private static void add(List<Entry> entries, String line, String number) {
        int hash = line.indexOf('#');
        String[] words = (hash < 0 ? line : line.substring(0, hash)).trim().split("\\s+");
        if (words.length < 2 || !words[1].matches(number)) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(words));
        names.remove(1);
        String[] parts = words[1].split("/", 2);
        String protocol = parts.length > 1 ? parts[1] : "";
        entries.add(new Entry(names, Integer.parseInt(parts[0]), protocol));
    }
}
