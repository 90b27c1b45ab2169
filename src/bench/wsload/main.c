/*
 * wsload - WebSocket echo load generator for Linux (C11, one thread, epoll).
 *
 *   wsload --port 8080 --path /ws --mode tput --conns 64 --size 125 --depth 16
 *
 * Every message carries the connection number (6 hex digits) and a sequence
 * number (10 hex digits), then a fixed pattern.  Every echoed byte is compared;
 * opcode, length and order are checked, fragmented replies are joined, pings
 * are answered.  Messages shorter than 16 bytes carry the last digits only, so
 * a gap there shows up as a mismatch instead of a loss.
 *
 * MODES (--mode)
 *   tput   closed loop: each connection keeps --depth messages in flight.
 *   rate   open loop: --rate messages/s over all connections; latency counts
 *          from the intended send time, so a stalled server is not flattered.
 *   idle   opens --conns connections, holds them --secs seconds, then sends one
 *          verified echo on each.  Prints a line {"event":"open",...} when all
 *          are open, before the result line.
 *   slow   one client sends up to --maxbytes without reading, then reads and
 *          verifies everything the server had accepted.
 *   first  connects again and again, --secs seconds at most, until one echo is
 *          verified (startup time).
 *   handshake  opens connections, --conns at a time, and closes each as soon as
 *          it is open: TCP, TLS, the upgrade, a Close each way.
 *   stream the server pushes binary messages: eight bytes of number from 1 on,
 *          eight of microseconds since 1970, then zeros, --size bytes in all.
 *
 * PAYLOAD  --type text (ASCII) | bin | utf8 (multi-byte text) | json (orders, each
 *          different), --size bytes.
 *          --prefix TEXT  the server puts TEXT before each echo.
 *          --raw          plain TCP echo server: no handshake, frames come back
 *                         as they were sent (the floor of any echo server).
 *          --type json and --deflate send 256 messages made beforehand, in turn:
 *          80 to 65536 bytes, without the two numbers, so that a message lost makes
 *          all that follow mismatches.
 *
 * TLS      --tls       1.3 with TLS_AES_128_GCM_SHA256 and X25519; any certificate.
 *          --resume    resumes the session of the connection before.
 * DEFLATE  --deflate   permessage-deflate with context takeover, as far as granted;
 *          --deflate=no-context  without, both ways. Every echo is inflated.
 *
 * OUTPUT: one JSON object per line on stdout.  Faults (mism, lost, reord, errs)
 * are counted from the first message to the last, warm-up included.  Fields:
 *   all modes
 *     mode, type              as given
 *     size                    payload bytes per message
 *     conns                   connections that completed the handshake
 *     mism                    messages with a wrong byte, length or opcode
 *     lost                    messages skipped by the server (sequence gaps)
 *     reord                   messages that came late or twice
 *     errs                    protocol errors and connections closed by the server
 *     closed                  connections closed during the run
 *     tls, cipher, resumed    with --tls: protocol and suite of the last handshake; how many were resumed
 *     deflate                 with --deflate: Sec-WebSocket-Extensions of the last response
 *     rss_mib                 server's resident memory, MiB, at the end of the measurement
 *   tput, rate
 *     depth, rate             as given (rate in messages/s, 0 in tput)
 *     secs                    measured interval, s (after --warm seconds)
 *     msgs, mps, mib_s        echoes verified; per second; payload MiB/s one way
 *     p50_us .. max_us        latency, microseconds
 *     srv_cpu_s               server CPU time in the interval, s
 *     srv_cpu_us_msg          the same per message, microseconds
 *     srv_util, load_util     CPUs used by the server and by this program
 *     srv_switches_msg        voluntary context switches of the server per message
 *     hwm_mib                 server's peak resident memory, MiB
 *     reply_bytes             payload bytes of a reply as they came, compressed or not
 *     frames                  data frames received in the interval
 *     pings                   pings answered
 *     undrained               messages without an echo 5 s after the last progress
 *     overrun                 rate: messages not sent because too many were in flight
 *   idle
 *     failed                  handshakes refused or broken
 *     hs_s, hs_cpu_us         handshakes/s; server CPU microseconds per handshake
 *     rss0_mib                server's resident memory before, MiB
 *     rss_kib_conn            growth per connection, KiB, while idle
 *     rss_echo_kib_conn       the same after one echo on each
 *     threads                 threads of the server
 *     echoed                  connections whose echo was verified
 *   slow
 *     accepted_mib            MiB the server and the kernel took without a read
 *     backpressure            1 if the server stopped reading for 2 s
 *     rss0_mib, peak_mib      server's resident memory before; highest, MiB
 *     growth_mib              rss_mib - rss0_mib
 *     sent, verified, missing messages sent whole; echoed right; not echoed at all
 *     server_closed           1 if the server closed the connection (not an error here)
 *     close_code              the code in its close frame, or 0
 *   handshake
 *     handshakes, hs_s        in the interval; per second
 *     hs_cpu_us               server CPU microseconds for each, its Close included
 *     failed                  handshakes refused or broken
 *     p50_us, p99_us          connect to 101, microseconds
 *     secs, srv_util, load_util  as in tput
 *   stream
 *     msgs .. load_util       as in tput; the latency counts from the time in the message
 *   first
 *     ms                      start of this program to the first verified echo
 *     cpu_ms                  server CPU time at that moment
 *
 * EXIT: 0 all right, 1 no connection or time-out, 2 usage, 3 faults counted.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "wsload.h"

struct conn *conns;
uint64_t ring_size;
struct run run;
struct counters cnt;

void die(const char *what)
{
    perror(what);
    exit(EXIT_USAGE);
}

void exit_usage(void) { exit(EXIT_USAGE); }

void *alloc(uint64_t n, uint64_t size)
{
    void *p = calloc(n, size);
    if (!p) die("calloc");
    return p;
}

uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

uint64_t seconds(double s) { return (uint64_t)(s * 1e9); }

static void set_limits(void)
{
    struct rlimit limit;
    signal(SIGPIPE, SIG_IGN);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void size_ring(void)
{
    uint64_t need = (uint64_t)opt.depth;
    if (mode_is("idle") || mode_is("first") || mode_is("handshake") || mode_is("stream")) need = 1;
    if (mode_is("slow")) need = opt.max_bytes / frame_len + 65536;
    if (mode_is("rate")) need = min_u64(65536, (1u << 23) / (uint64_t)opt.conns + 2);
    for (ring_size = 1; ring_size < need;) ring_size <<= 1;
}

static void make_conns(void)
{
    if (mode_is("slow") || mode_is("first")) opt.conns = 1;
    size_ring();
    conns = alloc((uint64_t)opt.conns, sizeof *conns);
    for (int i = 0; i < opt.conns; i++) {
        conns[i].id = i;
        conns[i].fd = -1;
        conns[i].sent_at = alloc(ring_size, sizeof(uint64_t));
    }
}

int main(int argc, char **argv)
{
    if (!parse_options(argc, argv)) return EXIT_USAGE;
    set_limits();
    prepare_connecting();
    make_frame_template();
    make_tables();
    make_conns();

    uint64_t start = now(), cpu0 = server_cpu_ns();
    if (mode_is("first")) return run_first(start);
    if (mode_is("handshake")) return run_handshakes();
    double rss0 = server_rss_mib();
    open_all();
    if (cnt.failed) fprintf(stderr, "%lu handshakes failed\n", (unsigned long)cnt.failed);
    if (!cnt.opened) return EXIT_NOTHING;
    cnt.closed = 0;
    double opened = (double)cnt.opened;
    double hs_s = opened / ((double)(now() - start) / 1e9);
    double hs_cpu_us = (double)(server_cpu_ns() - cpu0) / 1e3 / opened;
    if (mode_is("idle")) return run_idle(rss0, hs_s, hs_cpu_us);
    if (mode_is("slow")) return run_slow(rss0);
    if (mode_is("stream")) return run_stream();
    return run_load();
}
