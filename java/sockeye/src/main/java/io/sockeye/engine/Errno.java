package io.sockeye.engine;

/**
 * The error numbers of the host, by their POSIX names, with the words that C has for them.
 *
 * <p>Values are the host's, so they are no compile-time constants: compare with {@code ==}, a
 * {@code case} label will not compile. A name that the host lacks holds {@link Integer#MIN_VALUE}
 * and never equals a real error number. Source: errno(3).
 */
public final class Errno {
    /** An error number of the host; errno(3) says what each one means. */
    public static final int E2BIG = of("E2BIG"),
            EACCES = of("EACCES"),
            EADDRINUSE = of("EADDRINUSE"),
            EADDRNOTAVAIL = of("EADDRNOTAVAIL"),
            EADV = of("EADV"),
            EAFNOSUPPORT = of("EAFNOSUPPORT"),
            EAGAIN = of("EAGAIN"),
            EALREADY = of("EALREADY"),
            EBADE = of("EBADE"),
            EBADF = of("EBADF"),
            EBADFD = of("EBADFD"),
            EBADMSG = of("EBADMSG"),
            EBADR = of("EBADR"),
            EBADRQC = of("EBADRQC"),
            EBADSLT = of("EBADSLT"),
            EBFONT = of("EBFONT"),
            EBUSY = of("EBUSY"),
            ECANCELED = of("ECANCELED"),
            ECHILD = of("ECHILD"),
            ECHRNG = of("ECHRNG"),
            ECOMM = of("ECOMM"),
            ECONNABORTED = of("ECONNABORTED"),
            ECONNREFUSED = of("ECONNREFUSED"),
            ECONNRESET = of("ECONNRESET"),
            EDEADLK = of("EDEADLK"),
            EDEADLOCK = of("EDEADLOCK"),
            EDESTADDRREQ = of("EDESTADDRREQ"),
            EDOM = of("EDOM"),
            EDOTDOT = of("EDOTDOT"),
            EDQUOT = of("EDQUOT"),
            EEXIST = of("EEXIST"),
            EFAULT = of("EFAULT"),
            EFBIG = of("EFBIG"),
            EHOSTDOWN = of("EHOSTDOWN"),
            EHOSTUNREACH = of("EHOSTUNREACH"),
            EIDRM = of("EIDRM"),
            EILSEQ = of("EILSEQ"),
            EINPROGRESS = of("EINPROGRESS"),
            EINTR = of("EINTR"),
            EINVAL = of("EINVAL"),
            EIO = of("EIO"),
            EISCONN = of("EISCONN"),
            EISDIR = of("EISDIR"),
            EISNAM = of("EISNAM"),
            EKEYEXPIRED = of("EKEYEXPIRED"),
            EKEYREJECTED = of("EKEYREJECTED"),
            EKEYREVOKED = of("EKEYREVOKED"),
            EL2HLT = of("EL2HLT"),
            EL2NSYNC = of("EL2NSYNC"),
            EL3HLT = of("EL3HLT"),
            EL3RST = of("EL3RST"),
            ELIBACC = of("ELIBACC"),
            ELIBBAD = of("ELIBBAD"),
            ELIBEXEC = of("ELIBEXEC"),
            ELIBMAX = of("ELIBMAX"),
            ELIBSCN = of("ELIBSCN"),
            ELNRNG = of("ELNRNG"),
            ELOOP = of("ELOOP"),
            EMEDIUMTYPE = of("EMEDIUMTYPE"),
            EMFILE = of("EMFILE"),
            EMLINK = of("EMLINK"),
            EMSGSIZE = of("EMSGSIZE"),
            EMULTIHOP = of("EMULTIHOP"),
            ENAMETOOLONG = of("ENAMETOOLONG"),
            ENAVAIL = of("ENAVAIL"),
            ENETDOWN = of("ENETDOWN"),
            ENETRESET = of("ENETRESET"),
            ENETUNREACH = of("ENETUNREACH"),
            ENFILE = of("ENFILE"),
            ENOANO = of("ENOANO"),
            ENOBUFS = of("ENOBUFS"),
            ENOCSI = of("ENOCSI"),
            ENODATA = of("ENODATA"),
            ENODEV = of("ENODEV"),
            ENOENT = of("ENOENT"),
            ENOEXEC = of("ENOEXEC"),
            ENOKEY = of("ENOKEY"),
            ENOLCK = of("ENOLCK"),
            ENOLINK = of("ENOLINK"),
            ENOMEDIUM = of("ENOMEDIUM"),
            ENOMEM = of("ENOMEM"),
            ENOMSG = of("ENOMSG"),
            ENONET = of("ENONET"),
            ENOPKG = of("ENOPKG"),
            ENOPROTOOPT = of("ENOPROTOOPT"),
            ENOSPC = of("ENOSPC"),
            ENOSR = of("ENOSR"),
            ENOSTR = of("ENOSTR"),
            ENOSYS = of("ENOSYS"),
            ENOTBLK = of("ENOTBLK"),
            ENOTCONN = of("ENOTCONN"),
            ENOTDIR = of("ENOTDIR"),
            ENOTEMPTY = of("ENOTEMPTY"),
            ENOTNAM = of("ENOTNAM"),
            ENOTRECOVERABLE = of("ENOTRECOVERABLE"),
            ENOTSOCK = of("ENOTSOCK"),
            ENOTSUP = of("ENOTSUP"),
            ENOTTY = of("ENOTTY"),
            ENOTUNIQ = of("ENOTUNIQ"),
            ENXIO = of("ENXIO"),
            EOPNOTSUPP = of("EOPNOTSUPP"),
            EOVERFLOW = of("EOVERFLOW"),
            EOWNERDEAD = of("EOWNERDEAD"),
            EPERM = of("EPERM"),
            EPFNOSUPPORT = of("EPFNOSUPPORT"),
            EPIPE = of("EPIPE"),
            EPROTO = of("EPROTO"),
            EPROTONOSUPPORT = of("EPROTONOSUPPORT"),
            EPROTOTYPE = of("EPROTOTYPE"),
            ERANGE = of("ERANGE"),
            EREMCHG = of("EREMCHG"),
            EREMOTE = of("EREMOTE"),
            EREMOTEIO = of("EREMOTEIO"),
            ERESTART = of("ERESTART"),
            ERFKILL = of("ERFKILL"),
            EROFS = of("EROFS"),
            ESHUTDOWN = of("ESHUTDOWN"),
            ESOCKTNOSUPPORT = of("ESOCKTNOSUPPORT"),
            ESPIPE = of("ESPIPE"),
            ESRCH = of("ESRCH"),
            ESRMNT = of("ESRMNT"),
            ESTALE = of("ESTALE"),
            ESTRPIPE = of("ESTRPIPE"),
            ETIME = of("ETIME"),
            ETIMEDOUT = of("ETIMEDOUT"),
            ETOOMANYREFS = of("ETOOMANYREFS"),
            ETXTBSY = of("ETXTBSY"),
            EUCLEAN = of("EUCLEAN"),
            EUNATCH = of("EUNATCH"),
            EUSERS = of("EUSERS"),
            EWOULDBLOCK = of("EWOULDBLOCK"),
            EXDEV = of("EXDEV"),
            EXFULL = of("EXFULL");

    private Errno() {}

    /**
     * The name of an error number, such as {@code "EADDRINUSE"}.
     *
     * @param errno the number, positive
     * @return its name, or {@code "errno 4711"} for a number that the host does not define
     */
    public static String name(int errno) {
        return Abi.host().errnoName(errno);
    }

    /**
     * The words of the C library for an error number, such as {@code "Address already in use"}.
     *
     * @param errno the number, positive
     * @return its text, or {@code "Unknown error 4711"}
     */
    public static String strerror(int errno) {
        return Abi.host().errnoText(errno);
    }

    private static int of(String name) {
        return Abi.host().errno(name);
    }
}
