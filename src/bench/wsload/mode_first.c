/* first: how soon a server that is just starting echoes. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "wsload.h"

static bool try_first_echo(struct conn *c)
{
    uint64_t limit = now() + 2 * SECOND, *ring = c->sent_at;
    memset(c, 0, sizeof *c);
    c->sent_at = ring;
    memset(&cnt, 0, sizeof cnt);
    run.opening = 0;
    connect_conn(c);
    while (now() < limit && !cnt.failed && !cnt.opened) pump(1);
    if (cnt.opened && c->state == OPEN) {
        enqueue(c, 1, now());
        flush(c);
        while (now() < limit && c->state == OPEN && !cnt.msgs && !cnt.mism) pump(1);
    }
    return cnt.msgs && !cnt.mism;
}

int run_first(uint64_t start)
{
    run.recording = true;
    while (now() - start < seconds(opt.secs)) {
        if (try_first_echo(&conns[0])) {
            double ms = (double)(now() - start) / 1e6;
            json_begin(server_rss_mib());
            json_num("ms", ms);
            json_num("cpu_ms", (double)server_cpu_ns() / 1e6);
            return json_finish(0);
        }
        close_conn(&conns[0]);
        usleep(2000);
    }
    fprintf(stderr, "no echo within %.0f s; %s\n", opt.secs, cnt.mism ? "wrong bytes" : last_failure);
    return EXIT_NOTHING;
}
