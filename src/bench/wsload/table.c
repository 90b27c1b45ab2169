/* Messages made beforehand, with their frames: JSON, and all that permessage-deflate has compressed.
 * A connection sends them in turn, and begins again after the last. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "wsload.h"

#define WORST_FRAME(size) ((size) + (size) / 1000 + 64)

const struct table *plain_table, *takeover_table, *no_context_table;

static uint8_t *messages;

static const char *const WORDS[] = {"accepted", "shipped", "returned", "in transit", "delayed", "paid", "cancelled",
                                    "waiting for stock"};

const uint8_t *table_message(uint64_t seq) { return messages + seq % TABLE * opt.size; }

/* An order with as many lines as fit, filled up to the size with a note. */
static void make_json(uint8_t *out, uint32_t number)
{
    uint32_t x = number * 2654435761u + 1;
    char text[160];
    uint64_t n = 0, size = opt.size;
    const uint64_t end = sizeof "],\"note\":\"\"}" - 1;
    for (int line = 0;; line++) {
        int len = line == 0 ? snprintf(text, sizeof text, "{\"order\":%u,\"customer\":\"c-%05u\",\"lines\":[",
                                       1000000 + number, x % 99991)
                            : snprintf(text, sizeof text, "%s{\"sku\":\"A-%04u\",\"quantity\":%u,\"price\":%u.%02u,\"state\":\"%s\"}",
                                       line > 1 ? "," : "", x >> 8 & 8191, 1 + (x >> 5 & 7), x >> 16 & 511, x % 100,
                                       WORDS[x >> 28 & 7]);
        if (n + (uint64_t)len + end > size) break;
        memcpy(out + n, text, (size_t)len);
        n += (uint64_t)len;
        x = x * 1103515245 + 12345;
    }
    memcpy(out + n, "],\"note\":\"", end - 2);
    memset(out + n + end - 2, '.', size - n - end);
    memcpy(out + size - 2, "\"}", 2);
}

static void make_messages(void)
{
    messages = alloc(TABLE, opt.size);
    for (uint32_t i = 0; i < TABLE; i++) {
        uint8_t head[HEAD_MAX], *message = messages + i * opt.size;
        if (type_is("json")) {
            make_json(message, i);
        } else {
            make_head(head, 0, i);
            memcpy(message, pattern, opt.size);
            memcpy(message, head + HEAD_MAX - head_len, head_len);
        }
    }
}

static struct frame masked_frame(uint8_t first, const uint8_t *payload, uint64_t n)
{
    uint8_t *bytes = alloc(sizeof frame_head + n, 1);
    uint64_t head = put_frame_head(bytes, first, n);
    for (uint64_t i = 0; i < n; i++) bytes[head + i] = payload[i] ^ mask[i & 3];
    return (struct frame){bytes, head + n};
}

static const struct table *make_plain(void)
{
    struct table *table = alloc(1, sizeof *table);
    for (uint64_t i = 0; i < 2 * TABLE; i++)
        table->frame[i] = masked_frame(frame_head[0], table_message(i), opt.size);
    return table;
}

/* With takeover, the second half refers to the messages before it, and is right for each further turn. */
static const struct table *make_deflated(bool takeover)
{
    struct table *table = alloc(1, sizeof *table);
    uint64_t room = WORST_FRAME(opt.size);
    uint8_t *out = alloc(room, 1);
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) die("deflateInit2");
    for (uint64_t i = 0; i < 2 * TABLE; i++) {
        if (!takeover) deflateReset(&z);
        z.next_in = (uint8_t *)table_message(i);
        z.avail_in = (uInt)opt.size;
        z.next_out = out;
        z.avail_out = (uInt)room;
        if (deflate(&z, Z_SYNC_FLUSH) != Z_OK || !z.avail_out) die("deflate");
        uint64_t n = room - z.avail_out - 4; /* without the 00 00 ff ff of RFC 7692, 7.2.1 */
        table->frame[i] = masked_frame(frame_head[0] | RSV1, out, n);
    }
    deflateEnd(&z);
    free(out);
    return table;
}

void make_tables(void)
{
    if (!opt.deflate && !type_is("json")) return;
    make_messages();
    if (type_is("json") && !opt.deflate) plain_table = make_plain();
    if (!opt.deflate) return;
    no_context_table = make_deflated(false);
    if (!opt.no_context) takeover_table = make_deflated(true);
}

const struct frame *table_frame(const struct conn *c, uint64_t seq)
{
    return &c->table->frame[seq < TABLE ? seq : TABLE + seq % TABLE];
}
