package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** epoll_pwait2(2) alone: glibc has it since 2.35, the kernel since 5.11. */
final class Pwait2Direct {
    private Pwait2Direct() {}

    static native int epoll_pwait2(int epfd, long events, int count, long timespec, long sigmask);

    static boolean register() {
        try {
            Native.register(Pwait2Direct.class, NativeLibrary.getProcess());
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
