package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socketserver.StreamRequestHandler;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes mail over SMTP and tells of it instead of delivering it, for {@link MailServer}. Teaches
 * that one handler is one conversation: what was said so far stands in its fields.
 */
public final class MailRequestHandler extends StreamRequestHandler {
    private static final int LONGEST_LINE = 1000;

    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    @Override
    protected void handle() throws Exception {
        reply("220 localhost takes mail");
        String line;
        do {
            line = line();
        } while (!line.isEmpty() && obey(line.strip().split("[ :]+", 3)));
    }

    /** False after the last command. */
    private boolean obey(String[] word) throws IOException {
        switch (word[0].toUpperCase(Locale.ROOT)) {
            case "HELO", "EHLO", "NOOP" -> reply("250 localhost");
            case "MAIL" -> begin(word[word.length - 1]);
            case "RCPT" -> add(word[word.length - 1]);
            case "DATA" -> take();
            case "RSET" -> begin("");
            case "QUIT" -> reply("221 good bye");
            default -> reply("502 there is no " + word[0]);
        }
        return !word[0].equalsIgnoreCase("QUIT");
    }

    private void begin(String from) throws IOException {
        recipients.clear();
        sender = from;
        reply("250 sender");
    }

    private void add(String to) throws IOException {
        recipients.add(to);
        reply("250 recipient");
    }

    private void take() throws IOException {
        reply("354 end it with a dot on a line of its own");
        int lines = 0;
        String line;
        while (!(line = line()).strip().equals(".")) {
            if (line.isEmpty()) {
                throw new EOFException("it left in the middle of a mail");
            }
            lines++;
        }
        System.out.println("mail from " + sender + " to " + recipients + ": " + lines + " lines");
        reply("250 taken");
    }

    /** Empty at the end of the stream; a longer line comes in parts. */
    private String line() throws IOException {
        return new String(rfile().readline(LONGEST_LINE), UTF_8);
    }

    private void reply(String text) throws IOException {
        wfile().write((text + "\r\n").getBytes(UTF_8));
    }
}
