package io.sockeye.engine.nio;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numeric addresses as getaddrinfo(3) reads them: inet_aton's forms without trailing text, and RFC
 * 4291 with an optional scope. The JDK would look some of them up as names.
 */
final class Literals {
    private static final int GROUPS = 8;

    private Literals() {}

    /**
     * An address that was written as numbers.
     *
     * @param family AF_INET or AF_INET6, as written
     * @param address an IPv4 address for {@code ::ffff:a.b.c.d} too, as always in the JDK
     */
    record Literal(int family, InetAddress address) {}

    /** Reads an address; null if the text is none. */
    static @Nullable Literal parse(String text) throws IOException {
        byte[] inet = inetAton(text);
        if (inet != null) {
            return new Literal(Sockaddrs.AF_INET, InetAddress.getByAddress(inet));
        }
        int percent = text.indexOf('%');
        byte[] inet6 = inet6(percent < 0 ? text : text.substring(0, percent));
        if (inet6 == null) {
            return null;
        }
        if (percent < 0) {
            return new Literal(Sockaddrs.AF_INET6, InetAddress.getByAddress(inet6));
        }
        int scope = scope(inet6, text.substring(percent + 1));
        return scope < 0
                ? null
                : new Literal(Sockaddrs.AF_INET6, Inet6Address.getByAddress(null, inet6, scope));
    }

    /** Whether a text can only be meant as numbers, so that no name server need be asked. */
    static boolean isNumeric(String text) {
        String last = text.substring(text.lastIndexOf('.') + 1);
        return text.indexOf(':') >= 0 || last.matches("[0-9]+|0[xX][0-9a-fA-F]*");
    }

    /** {@code a.b.c.d}, {@code a.b.c}, {@code a.b} or {@code a}; decimal, octal or hexadecimal. */
    private static byte @Nullable [] inetAton(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = part(parts[i]);
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << 8 * (5 - parts.length) : 256;
            if (part < 0 || part >= limit) {
                return null;
            }
            address |= last ? part : part << 8 * (3 - i);
        }
        int value = (int) address;
        return new byte[] {
            (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
        };
    }

    /** One number as strtoul(3) with base 0 reads it; -1 if it is none. */
    private static long part(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        boolean octal = !hex && text.length() > 1 && text.startsWith("0");
        String digits = hex ? text.substring(2) : octal ? text.substring(1) : text;
        int radix = hex ? 16 : octal ? 8 : 10;
        return number(digits, radix, 11);
    }

    private static long number(String digits, int radix, int longest) {
        if (digits.isEmpty() || digits.length() > longest) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static byte @Nullable [] inet6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = groups(text);
            return whole != null && whole.length == 2 * GROUPS ? whole : null;
        }
        byte[] head = groups(text.substring(0, gap));
        byte[] tail = groups(text.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length >= 2 * GROUPS) {
            return null;
        }
        boolean dotted = gap > 0 && text.lastIndexOf('.', gap) >= 0;
        byte[] address = Arrays.copyOf(head, 2 * GROUPS);
        System.arraycopy(tail, 0, address, 2 * GROUPS - tail.length, tail.length);
        return dotted ? null : address;
    }

    /** Groups between single colons; the last may be a dotted quad. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] bytes = new byte[2 * parts.length + 2];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean quad = i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            byte[] group = quad ? quad(parts[i]) : group(parts[i]);
            if (group == null) {
                return null;
            }
            System.arraycopy(group, 0, bytes, length, group.length);
            length += group.length;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static byte @Nullable [] group(String text) {
        long value = number(text, 16, 4);
        return value < 0 ? null : new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte @Nullable [] quad(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        for (int i = 0; i < parts.length; i++) {
            boolean padded = parts[i].length() > 1 && parts[i].startsWith("0");
            long value = number(parts[i], 10, 3);
            if (parts.length != 4 || padded || value < 0 || value > 255) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** A number, or for link-local addresses the name of an interface; -1 if it is neither. */
    private static int scope(byte[] address, String text) throws IOException {
        InetAddress inet6 = InetAddress.getByAddress(address);
        NetworkInterface named =
                inet6.isLinkLocalAddress() || inet6.isMCLinkLocal()
                        ? NetworkInterface.getByName(text)
                        : null;
        return named == null ? (int) number(text, 10, 9) : named.getIndex();
    }
}
