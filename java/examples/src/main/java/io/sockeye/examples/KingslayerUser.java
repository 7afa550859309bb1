package io.sockeye.examples;

/**
 * A program that uses {@link Kingslayer} (S0-8). Teaches the other side: it never calls its own
 * handlers, it registers them and gives up control with run.
 */
public final class KingslayerUser {
    private KingslayerUser() {}

    static class MyHandler extends Kingslayer.BaseHandler {
        @Override
        public void execute() {
            System.out.println("event-drive execute MyHandler");
        }
    }

    static class AnotherHandler extends Kingslayer.BaseHandler {
        @Override
        public void execute() {
            System.out.println("event-drive execute AnotherHandler");
        }
    }

    public static void main(String[] args) {
        Kingslayer framework = new Kingslayer();
        framework.register(MyHandler::new);
        framework.register(AnotherHandler::new);
        framework.run();
    }
}
