/* idle: many connections that do nothing, then one echo on each. */
#include <stdio.h>

#include "wsload.h"

static void echo_once_on_each(void)
{
    uint64_t seen = 0, progress = now();
    run.recording = true;
    for (int i = 0; i < opt.conns; i++) {
        if (conns[i].state != OPEN) continue;
        enqueue(&conns[i], 1, now());
        flush(&conns[i]);
        if (i % 64 == 63) pump(0);
    }
    while (cnt.msgs < cnt.opened && now() - progress < 10 * SECOND) {
        pump(10);
        if (cnt.msgs != seen) progress = now();
        seen = cnt.msgs;
    }
}

int run_idle(double rss0, double hs_s, double hs_cpu_us)
{
    double n = (double)cnt.opened;
    printf("{\"event\":\"open\",\"conns\":%lu}\n", (unsigned long)cnt.opened);
    fflush(stdout);
    for (uint64_t end = now() + seconds(opt.secs); now() < end;) pump(100);
    double rss = server_rss_mib();
    uint64_t threads = server_status("Threads:");
    echo_once_on_each();
    json_begin(rss);
    json_int("failed", cnt.failed);
    json_num("hs_s", hs_s);
    json_num("hs_cpu_us", hs_cpu_us);
    json_num("rss0_mib", rss0);
    json_num("rss_kib_conn", (rss - rss0) * 1024 / n);
    json_num("rss_echo_kib_conn", (server_rss_mib() - rss0) * 1024 / n);
    json_int("threads", threads);
    json_int("echoed", cnt.msgs);
    return json_finish(cnt.opened - cnt.msgs);
}
