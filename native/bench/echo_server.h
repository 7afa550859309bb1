#ifndef SOCKEYE_ECHO_SERVER_H
#define SOCKEYE_ECHO_SERVER_H

/* What the reference servers have in common: everything before the first client. */

/* Ends the program with what failed and errno's text. */
_Noreturn void die(const char *what);

/* Reads the options --host and --port; returns a listening socket. */
int start_echo_server(const char *name, int argc, char **argv);

/* The same for datagrams; returns a bound socket. */
int start_datagram_server(const char *name, int argc, char **argv);

/* Says where it listens, as the comparison expects. */
void announce(int listener);

void set_nodelay(int fd);

#endif
