package io.sockeye.engine.nio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of services: {@code /etc/services}, and below it the few that every host knows. */
final class Services {
    private static final Path FILE = Path.of("/etc/services");

    private static final String WELL_KNOWN =
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

    private Services() {}

    /** Read at the first name, not before. */
    private static final class Table {
        static final Map<String, Integer> PORTS = read();
    }

    /**
     * The port of a service.
     *
     * @param protocol {@code "tcp"} or {@code "udp"}
     * @return the port, or -1
     */
    static int port(String name, String protocol) {
        return Table.PORTS.getOrDefault(name + '/' + protocol, -1);
    }

    private static Map<String, Integer> read() {
        Map<String, Integer> ports = new HashMap<>();
        WELL_KNOWN.lines().forEach(line -> add(ports, line));
        for (String line : fileLines()) {
            add(ports, line);
        }
        return ports;
    }

    /** None if the host has no such file or keeps it to itself. */
    private static List<String> fileLines() {
        try {
            return Files.readAllLines(FILE, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A line of services(5): name, port/protocol, aliases, and a comment after a hash. */
    private static void add(Map<String, Integer> ports, String line) {
        int hash = line.indexOf('#');
        String[] words = (hash < 0 ? line : line.substring(0, hash)).trim().split("\\s+");
        if (words.length < 2 || !words[1].matches("[0-9]{1,5}/.+")) {
            return;
        }
        int slash = words[1].indexOf('/');
        int port = Integer.parseInt(words[1].substring(0, slash));
        String protocol = words[1].substring(slash);
        for (int i = 0; i < words.length; i++) {
            if (i != 1) {
                ports.put(words[i] + protocol, port);
            }
        }
    }
}
