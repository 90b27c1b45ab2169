/* handshake: connections that are opened, and closed as soon as they are open. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wsload.h"

#define GIVE_UP 1000 /* failed handshakes */

static const uint8_t close_frame[] = {0x88, 0x82, 0x37, 0xfa, 0x21, 0x3d, 0x03 ^ 0x37, 0xe8 ^ 0xfa}; /* 1000 */

static void begin(struct conn *c, uint64_t time)
{
    c->sent_at[0] = time;
    c->in_head_len = c->close_code = 0;
    c->in_payload = c->in_message = c->closing = false;
    connect_conn(c);
    /* With a reset in place of TIME_WAIT: of those the kernel keeps so many, and then no connection is made. */
    if (c->fd >= 0) setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
}

static void send_close(struct conn *c)
{
    ssize_t n = c->ssl ? tls_write(c, close_frame, sizeof close_frame) : write(c->fd, close_frame, sizeof close_frame);
    c->closing = true;
    if (n != sizeof close_frame) close_conn(c);
}

static void on_open(struct conn *c, uint64_t time)
{
    if (run.recording) {
        cnt.msgs++;
        hist_add(time - c->sent_at[0]);
    }
    if (opt.raw) close_conn(c);
    else send_close(c);
}

static void step(bool reconnect)
{
    pump(10);
    for (int i = 0; i < opt.conns; i++) {
        struct conn *c = &conns[i];
        if (c->state == OPEN && !c->closing) on_open(c, now());
        if (c->state != CLOSED) continue;
        if (c->closing && c->close_code != 1000) cnt.errs++;
        c->closing = false;
        if (reconnect) begin(c, now());
    }
}

static void drain(void)
{
    for (uint64_t end = now() + 2 * SECOND; now() < end;) {
        int open = 0;
        step(false);
        for (int i = 0; i < opt.conns; i++) open += conns[i].state != CLOSED;
        if (!open) return;
    }
}

static int report(struct sample a, struct sample b)
{
    double secs = (double)(b.time - a.time + 1) / 1e9, n = (double)cnt.msgs, cpu = (double)(b.cpu_ns - a.cpu_ns) / 1e9;
    json_begin(server_rss_mib());
    json_num("secs", secs);
    json_int("handshakes", cnt.msgs);
    json_int("failed", cnt.failed);
    json_num("hs_s", n / secs);
    json_num("hs_cpu_us", cnt.msgs ? cpu * 1e6 / n : 0);
    json_num("p50_us", quantile_us(.5));
    json_num("p99_us", quantile_us(.99));
    json_num("srv_util", cpu / secs);
    json_num("load_util", (b.own_cpu - a.own_cpu) / secs);
    return json_finish(cnt.failed);
}

int run_handshakes(void)
{
    uint64_t record_from = now() + seconds(opt.warm), end = record_from + seconds(opt.secs);
    struct sample before = {0};
    run.stopping = true; /* a Close from the server is what is expected */
    for (uint64_t t; (t = now()) < end && cnt.failed < GIVE_UP;) {
        if (!run.recording && t >= record_from) {
            before = take_sample();
            cnt.resumed = 0;
            run.recording = true;
        }
        step(true);
    }
    if (!run.recording) before = take_sample();
    struct sample after = take_sample();
    run.recording = false;
    uint64_t resumed = cnt.resumed;
    drain();
    cnt.resumed = resumed;
    return cnt.opened ? report(before, after) : EXIT_NOTHING;
}
