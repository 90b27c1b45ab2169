/* A connection's way out: what is queued, and how much of it fits into one write. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <unistd.h>

#include "wsload.h"

#define BATCH 262144      /* bytes of small frames per write */
#define SMALL_FRAME 65536 /* larger frames are written one by one */

static uint8_t batch[BATCH + SMALL_FRAME + 64];

void want_write(struct conn *c, bool on)
{
    if (c->want_write == on) return;
    c->want_write = on;
    struct epoll_event e = {.events = EPOLLIN | (on ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

void close_conn(struct conn *c)
{
    if (c->state == CLOSED) return;
    tls_detach(c);
    end_inflating(c);
    close(c->fd);
    c->fd = -1;
    c->state = CLOSED;
    free(c->response);
    c->response = NULL;
    cnt.closed++;
}

void close_on_error(struct conn *c)
{
    if (!run.stopping) cnt.errs++;
    close_conn(c);
}


static ssize_t write_bytes(struct conn *c, const uint8_t *p, uint64_t n)
{
    ssize_t written = c->ssl ? tls_write(c, p, n) : write(c->fd, p, n);
    c->committed = c->ssl && written < 0 ? n : 0;
    return written;
}

void enqueue(struct conn *c, uint64_t count, uint64_t time)
{
    for (uint64_t i = 0; i < count; i++) c->sent_at[c->queued++ & (ring_size - 1)] = time;
    c->pending += count;
}

/* As many pending frames as fit, in one call. */
static ssize_t write_small(struct conn *c)
{
    uint64_t n = 0, seq = c->queued - c->pending;
    for (uint64_t i = 0; i < c->pending && n < BATCH; i++, n += frame_len) {
        start_frame(batch + n, c->id, seq + i);
        memcpy(batch + n + frame_head_len + head_len, masked + head_len, opt.size - head_len);
    }
    return write_bytes(c, batch + c->offset, n - c->offset);
}

/* What is left of the first pending frame, without copying the pattern. */
static ssize_t write_large(struct conn *c)
{
    uint8_t start[sizeof frame_head + HEAD_MAX];
    uint64_t start_len = frame_head_len + head_len;
    if (c->offset >= start_len)
        return write_bytes(c, masked + (c->offset - frame_head_len), frame_len - c->offset);
    start_frame(start, c->id, c->queued - c->pending);
    if (c->ssl) return write_bytes(c, start + c->offset, start_len - c->offset);
    struct iovec v[2] = {
        {start + c->offset, start_len - c->offset},
        {masked + head_len, opt.size - head_len},
    };
    return writev(c->fd, v, 2);
}

/* The same from the table. */
static ssize_t write_prepared(struct conn *c)
{
    uint64_t n = 0, seq = c->queued - c->pending;
    const struct frame *f = table_frame(c, seq);
    if (f->len > SMALL_FRAME) return write_bytes(c, f->bytes + c->offset, f->len - c->offset);
    for (uint64_t i = 0; i < c->pending && n < BATCH; i++, n += f->len) {
        f = table_frame(c, seq + i);
        if (f->len > SMALL_FRAME) break;
        memcpy(batch + n, f->bytes, f->len);
    }
    return write_bytes(c, batch + c->offset, n - c->offset);
}

static void count_written(struct conn *c, uint64_t n)
{
    cnt.bytes_sent += n;
    c->offset += n;
    while (c->pending) {
        uint64_t len = c->table ? table_frame(c, c->queued - c->pending)->len : frame_len;
        if (c->offset < len) break;
        c->offset -= len;
        c->pending--;
    }
}

/* True when the caller may go on writing. */
static bool check_written(struct conn *c, ssize_t n)
{
    if (n >= 0) return true;
    if (errno == EAGAIN) want_write(c, true);
    else close_on_error(c);
    return false;
}

static bool write_pong(struct conn *c)
{
    ssize_t n = write_bytes(c, c->pong, (size_t)c->pong_len);
    c->committed = 0;
    if (!check_written(c, n)) return false;
    c->pong_len -= (int)n;
    memmove(c->pong, c->pong + n, (size_t)c->pong_len);
    return true;
}

void flush(struct conn *c)
{
    while (c->pending || c->pong_len) {
        if (c->pong_len && !c->offset && !c->committed) { /* between two frames */
            if (!write_pong(c)) return;
            continue;
        }
        ssize_t n = c->table ? write_prepared(c) : frame_len <= SMALL_FRAME ? write_small(c) : write_large(c);
        if (!check_written(c, n)) return;
        count_written(c, (uint64_t)n);
    }
    want_write(c, false);
}
