/* Every echoed byte is compared, and each echo's place in the sequence. */
#include <string.h>

#include "wsload.h"

void start_message(struct conn *c)
{
    c->pos = 0;
    c->bad = c->late = false;
}

/* Compares the received message head with the sequence number expected. */
void check_head(struct conn *c)
{
    uint8_t want[HEAD_MAX];
    int id;
    uint64_t seq;
    make_head(want, c->id, c->expected);
    if (!memcmp(c->head, want + HEAD_MAX - head_len, head_len)) return;
    if (head_len < HEAD_MAX || !parse_head(c->head, &id, &seq) || id != c->id || seq >= c->queued) {
        c->bad = true;
    } else if (seq > c->expected) {
        cnt.lost += seq - c->expected;
        c->gaps += seq - c->expected;
        c->expected = seq;
    } else {
        c->late = true;
        cnt.reord++;
        if (c->gaps) { /* it was counted as lost */
            c->gaps--;
            cnt.lost--;
        }
    }
}

/* Compares received payload; c->pos is the position within the message. */
void verify(struct conn *c, const uint8_t *p, uint64_t n)
{
    if (mode_is("stream")) {
        take_pushed(c, p, n);
        return;
    }
    uint64_t pos = c->pos;
    c->pos += n;
    if (c->pos > opt.prefix_len + opt.size) c->bad = true;
    if (c->bad) return;
    if (pos < opt.prefix_len) {
        uint64_t k = min_u64(opt.prefix_len - pos, n);
        if (memcmp(p, opt.prefix + pos, k)) c->bad = true;
        p += k, n -= k, pos += k;
    }
    if (!n) return;
    pos -= opt.prefix_len;
    if (c->table) {
        if (memcmp(p, table_message(c->expected) + pos, n)) c->bad = true;
        return;
    }
    if (pos < head_len) {
        uint64_t k = min_u64(head_len - pos, n);
        memcpy(c->head + pos, p, k);
        p += k, n -= k, pos += k;
        if (pos == head_len) check_head(c);
    }
    if (n && memcmp(p, pattern + pos, n)) c->bad = true;
}

void end_message(struct conn *c, uint64_t time)
{
    if (mode_is("stream")) {
        end_pushed(c);
        return;
    }
    if (c->bad) cnt.mism++;
    if (c->late) return; /* its place in the sequence has passed */
    if (c->expected == c->queued) { /* more echoes than messages */
        if (!c->bad) cnt.reord++;
        return;
    }
    if (run.recording && !c->bad) {
        cnt.msgs++;
        hist_add(time - c->sent_at[c->expected & (ring_size - 1)]);
    }
    c->expected++;
}
