/* slow: one client that sends and does not read; then it reads everything. */
#include <unistd.h>

#include "wsload.h"

/* Sends without reading; returns the time since the server last took a byte. */
static uint64_t fill_without_reading(struct conn *c, double *peak)
{
    uint64_t end = now() + seconds(opt.secs), last = now(), seen = 0;
    while (now() < end && cnt.bytes_sent < opt.max_bytes && c->state == OPEN) {
        if (c->pending < 4) enqueue(c, 16, now());
        flush(c);
        if (cnt.bytes_sent != seen) {
            seen = cnt.bytes_sent;
            last = now();
        } else if (now() - last > SECOND * 5 / 2) {
            break;
        } else {
            usleep(500);
        }
        double rss = server_rss_mib();
        if (rss > *peak) *peak = rss;
    }
    return now() - last;
}

/* Takes back the frames not begun; what TLS has begun, and a frame begun, must still be finished. */
static void drop_unsent(struct conn *c)
{
    uint64_t begun = c->offset + c->committed, keep = (begun + frame_len - 1) / frame_len;
    if (c->pending < keep) return;
    c->queued -= c->pending - keep;
    c->pending = keep;
}

static void drain_slow(struct conn *c)
{
    uint64_t seen = 0, progress = now();
    run.recording = true;
    while (c->state == OPEN && c->expected < c->queued && now() - progress < 10 * SECOND) {
        flush(c);
        if (c->state == OPEN) pump(50);
        if (c->expected != seen) progress = now();
        seen = c->expected;
    }
}

int run_slow(double rss0)
{
    struct conn *c = &conns[0];
    double peak = rss0;
    run.stopping = true; /* the server may close the connection */
    uint64_t stalled = fill_without_reading(c, &peak);
    uint64_t accepted = cnt.bytes_sent;
    double rss = server_rss_mib();
    drop_unsent(c);
    drain_slow(c);
    uint64_t came = cnt.msgs + cnt.mism, missing = c->queued > came ? c->queued - came : 0;
    json_begin(rss);
    json_num("accepted_mib", (double)accepted / MIB);
    json_int("backpressure", stalled > 2 * SECOND);
    json_num("rss0_mib", rss0);
    json_num("peak_mib", peak);
    json_num("growth_mib", rss - rss0);
    json_int("sent", c->queued);
    json_int("verified", cnt.msgs);
    json_int("missing", missing);
    json_int("server_closed", c->state == CLOSED);
    json_int("close_code", (uint64_t)c->close_code);
    return json_finish(c->state == CLOSED ? 0 : missing);
}
