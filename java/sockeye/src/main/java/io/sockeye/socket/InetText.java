package io.sockeye.socket;

import org.jspecify.annotations.Nullable;

/** Numeric addresses as text, as the C library reads and writes them; never a name lookup. */
final class InetText {
    private InetText() {}

    /** The bytes of a strict IPv4 or IPv6 literal; null for anything else. */
    static byte @Nullable [] tryParse(String text) {
        return text.indexOf(':') >= 0 ? tryPton6(text) : tryPton4(text);
    }

    static byte[] pton4(String text) {
        byte[] packed = tryPton4(text);
        if (packed == null) {
            throw new IllegalArgumentException("no IPv4 address: " + text);
        }
        return packed;
    }

    static byte[] pton6(String text) {
        byte[] packed = tryPton6(text);
        if (packed == null) {
            throw new IllegalArgumentException("no IPv6 address: " + text);
        }
        return packed;
    }

    /** inet_pton(3): four decimal numbers, no leading zeros beyond one digit. */
    static byte @Nullable [] tryPton4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] packed = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = decimal(parts[i]);
            if (value < 0) {
                return null;
            }
            packed[i] = (byte) value;
        }
        return packed;
    }

    private static int decimal(String part) {
        boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
        if (part.isEmpty() || part.length() > 3 || leadingZero) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value > 255 ? -1 : value;
    }

    /** inet_aton(3): one to four parts, octal and hexadecimal too, and junk after a blank. */
    static byte @Nullable [] tryAton(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String[] parts = text.substring(0, end).split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long value = cNumber(parts[i]);
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << (8 * (5 - parts.length)) : 256;
            if (value < 0 || value >= limit) {
                return null;
            }
            address |= last ? value : value << (24 - 8 * i);
        }
        return new byte[] {
            (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
        };
    }

    private static long cNumber(String part) {
        try {
            if (part.startsWith("0x") || part.startsWith("0X")) {
                return part.length() == 2 ? -1 : unsigned(part.substring(2), 16);
            }
            boolean octal = part.length() > 1 && part.charAt(0) == '0';
            return unsigned(part, octal ? 8 : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long unsigned(String digits, int radix) {
        if (digits.isEmpty() || Character.digit(digits.charAt(0), radix) < 0) {
            return -1;
        }
        return Long.parseLong(digits, radix);
    }

    /** inet_pton(3): RFC 4291, with or without "::" and a dotted quad at the end. */
    static byte @Nullable [] tryPton6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte @Nullable [] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte @Nullable [] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int written = head.length + tail.length;
        if (gap < 0 ? written != 16 : written > 14) {
            return null;
        }
        byte[] packed = new byte[16];
        System.arraycopy(head, 0, packed, 0, head.length);
        System.arraycopy(tail, 0, packed, 16 - tail.length, tail.length);
        return packed;
    }

    private static byte @Nullable [] groups(String text, boolean quadAllowed) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] packed = new byte[parts.length * 2 + 2];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            if (quadAllowed && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] quad = tryPton4(parts[i]);
                if (quad == null) {
                    return null;
                }
                System.arraycopy(quad, 0, packed, at, 4);
                at += 4;
            } else {
                int group = hexGroup(parts[i]);
                if (group < 0) {
                    return null;
                }
                packed[at++] = (byte) (group >> 8);
                packed[at++] = (byte) group;
            }
        }
        return java.util.Arrays.copyOf(packed, at);
    }

    private static int hexGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static String ntop4(byte[] packed) {
        return (packed[0] & 0xff)
                + "."
                + (packed[1] & 0xff)
                + "."
                + (packed[2] & 0xff)
                + "."
                + (packed[3] & 0xff);
    }

    /** inet_ntop(3) of glibc: the first longest run of at least two zero groups becomes "::". */
    static String ntop6(byte[] packed) {
        int[] group = new int[8];
        for (int i = 0; i < 8; i++) {
            group[i] = (packed[2 * i] & 0xff) << 8 | (packed[2 * i + 1] & 0xff);
        }
        int run = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group[end] == 0) {
                end++;
            }
            if (end - i > length) {
                run = i;
                length = end - i;
            }
        }
        boolean quad = run == 0 && (length == 6 || length == 5 && group[5] == 0xffff);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == run) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            if (i == 6 && quad) {
                byte[] last = {packed[12], packed[13], packed[14], packed[15]};
                return text.append(ntop4(last)).toString();
            }
            text.append(Integer.toHexString(group[i]));
        }
        return text.toString();
    }
}
