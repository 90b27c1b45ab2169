/* A connection's way in: bytes to frames, or in raw mode to the frame as it was sent. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "wsload.h"

#define READ_SIZE 262144

static uint8_t read_buf[READ_SIZE];

/* Raw mode: the masked frame itself comes back. */
static void parse_raw(struct conn *c, const uint8_t *p, uint64_t n, uint64_t time)
{
    while (n) {
        if (c->pos == 0) start_message(c);
        uint64_t pos = c->pos, take = min_u64(frame_len - pos, n);
        const uint8_t *q = p, *end = p + take;
        for (; q < end && pos < frame_head_len; q++, pos++)
            if (*q != frame_head[pos]) c->bad = true;
        for (; q < end && pos < frame_head_len + head_len; q++, pos++) {
            uint64_t i = pos - frame_head_len;
            c->head[i] = *q ^ mask[i & 3];
            if (i + 1 == head_len) check_head(c);
        }
        if (q < end && memcmp(q, masked + (pos - frame_head_len), (size_t)(end - q))) c->bad = true;
        c->pos += take;
        p += take, n -= take;
        if (c->pos == frame_len) {
            end_message(c, time);
            c->pos = 0;
        }
    }
}

/* The same with frames from the table. */
static void parse_raw_prepared(struct conn *c, const uint8_t *p, uint64_t n, uint64_t time)
{
    while (n) {
        const struct frame *f = table_frame(c, c->expected);
        if (c->pos == 0) start_message(c);
        uint64_t take = min_u64(f->len - c->pos, n);
        if (memcmp(p, f->bytes + c->pos, take)) c->bad = true;
        c->pos += take;
        p += take, n -= take;
        if (c->pos < f->len) return;
        end_message(c, time);
        c->pos = 0;
    }
}

static int frame_head_need(const struct conn *c)
{
    if (c->in_head_len < 2) return 2;
    int len = c->in_head[1] & 127;
    return len == 126 ? 4 : len == 127 ? 10 : 2;
}

/* Takes bytes of the frame head; true when it is complete. */
static bool read_frame_head(struct conn *c, const uint8_t **p, const uint8_t *end)
{
    while (*p < end && c->in_head_len < frame_head_need(c))
        c->in_head[c->in_head_len++] = *(*p)++;
    return c->in_head_len == frame_head_need(c) && c->in_head_len >= 2;
}

/* False after a protocol error. */
static bool start_received_frame(struct conn *c)
{
    const uint8_t *h = c->in_head;
    uint64_t len = h[1] & 127;
    if (len >= 126) {
        int ext = len == 126 ? 2 : 8;
        len = 0;
        for (int i = 0; i < ext; i++) len = len << 8 | h[2 + i];
    }
    c->fin = h[0] >> 7;
    c->opcode = h[0] & 15;
    c->left = len;
    c->in_payload = true;
    bool control = c->opcode >= 8;
    bool compressed = h[0] & RSV1;
    if (compressed && (!c->inflater || control || !c->opcode)) return false;
    bool reserved = (h[0] & 0x30) || (h[1] & 0x80) || c->opcode > 10 || (c->opcode > 2 && !control);
    if (reserved || (control && (!c->fin || len > 125))) return false;
    if (control) {
        c->control_len = 0;
        return true;
    }
    if ((c->opcode == 0) != c->in_message) return false;
    cnt.frames++;
    if (c->opcode) {
        start_message(c);
        c->in_message = true;
        c->compressed = compressed;
        if (compressed) begin_inflating(c);
        if (c->opcode != (frame_head[0] & 15)) c->bad = true;
    }
    return true;
}

static void queue_pong(struct conn *c)
{
    if (c->pong_len) return; /* one is already on its way */
    c->pong[0] = 0x8a;
    c->pong[1] = 0x80 | (uint8_t)c->control_len;
    memcpy(c->pong + 2, mask, 4);
    for (int i = 0; i < c->control_len; i++) c->pong[6 + i] = c->control[i] ^ mask[i & 3];
    c->pong_len = 6 + c->control_len;
    cnt.pings++;
}

static void end_received_frame(struct conn *c, uint64_t time)
{
    c->in_payload = false;
    c->in_head_len = 0;
    if (c->opcode == OP_CLOSE) {
        if (c->control_len >= 2) c->close_code = c->control[0] << 8 | c->control[1];
        if (!run.stopping) fprintf(stderr, "server sent close frame, code %d\n", c->close_code);
        close_on_error(c);
    } else if (c->opcode == OP_PING) {
        queue_pong(c);
    } else if (c->opcode < 8 && c->fin) {
        if (c->compressed) inflate_end_of_message(c);
        if (c->pos != opt.prefix_len + opt.size) c->bad = true;
        c->in_message = false;
        end_message(c, time);
    }
}

static void parse_frames(struct conn *c, const uint8_t *p, uint64_t n, uint64_t time)
{
    const uint8_t *end = p + n;
    while (c->state == OPEN && p < end) {
        if (!c->in_payload) {
            if (!read_frame_head(c, &p, end)) return;
            if (!start_received_frame(c)) {
                fprintf(stderr, "protocol error: frame head %02x %02x\n", c->in_head[0], c->in_head[1]);
                close_on_error(c);
                return;
            }
        }
        uint64_t take = min_u64(c->left, (uint64_t)(end - p));
        if (c->opcode >= 8) {
            memcpy(c->control + c->control_len, p, take);
            c->control_len += (int)take;
        } else if (take) {
            cnt.bytes_received += take;
            if (c->compressed) inflate_payload(c, p, take);
            else verify(c, p, take);
        }
        p += take;
        c->left -= take;
        if (c->left == 0) end_received_frame(c, time);
    }
}

void parse(struct conn *c, const uint8_t *p, uint64_t n, uint64_t time)
{
    if (opt.raw && c->table) parse_raw_prepared(c, p, n, time);
    else if (opt.raw) parse_raw(c, p, n, time);
    else parse_frames(c, p, n, time);
}

ssize_t read_bytes(struct conn *c, uint8_t *p, size_t n)
{
    return c->ssl ? tls_read(c, p, n) : read(c->fd, p, n);
}

/* Reads a few times at most, so that one connection cannot starve the others. */
void receive(struct conn *c)
{
    uint64_t time = 0;
    for (int i = 0; (i < 4 || tls_has_more(c)) && c->state == OPEN; i++) {
        ssize_t n = read_bytes(c, read_buf, sizeof read_buf);
        if (n < 0 && errno == EAGAIN) break;
        if (n <= 0) {
            close_on_error(c);
            return;
        }
        time = now();
        parse(c, read_buf, (uint64_t)n, time);
        if ((size_t)n < sizeof read_buf) break;
    }
    bool refill = run.closed_loop && !run.stopping && time && c->state == OPEN;
    if (refill && outstanding(c) < (uint64_t)opt.depth)
        enqueue(c, (uint64_t)opt.depth - outstanding(c), time);
}
