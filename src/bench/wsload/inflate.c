/* permessage-deflate (RFC 7692): what was granted, and what a compressed echo holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "wsload.h"

char granted[200];

static uint8_t inflated[65536];

/* False when the response grants no compression, or what was not offered. */
bool take_grant(struct conn *c, const char *response)
{
    const char *field = strcasestr(response, "\r\nSec-WebSocket-Extensions:");
    if (!field) return false;
    field += strlen("\r\nSec-WebSocket-Extensions:");
    field += strspn(field, " ");
    snprintf(granted, sizeof granted, "%.*s", (int)strcspn(field, "\r\n"), field);
    if (strncmp(granted, "permessage-deflate", strlen("permessage-deflate"))) return false;
    bool takeover = !opt.no_context && !strstr(granted, "client_no_context_takeover");
    c->table = takeover ? takeover_table : no_context_table;
    c->inflater = alloc(1, sizeof *c->inflater);
    return inflateInit2(c->inflater, -15) == Z_OK;
}

void end_inflating(struct conn *c)
{
    if (!c->inflater) return;
    inflateEnd(c->inflater);
    free(c->inflater);
    c->inflater = NULL;
}

static void inflate_bytes(struct conn *c, const uint8_t *p, uint64_t n)
{
    z_stream *z = c->inflater;
    z->next_in = (uint8_t *)p;
    z->avail_in = (uInt)n;
    do {
        z->next_out = inflated;
        z->avail_out = sizeof inflated;
        int result = inflate(z, Z_SYNC_FLUSH);
        verify(c, inflated, sizeof inflated - z->avail_out);
        if (result == Z_STREAM_END) inflateResetKeep(z); /* 7.2.3.4: a final block does not end the window */
        else if (result != Z_OK && result != Z_BUF_ERROR) c->bad = true;
    } while (!c->bad && (z->avail_in || !z->avail_out));
}

/* Without context takeover no message refers to one before it: held to that, and no fault reaches the next one. */
void begin_inflating(struct conn *c)
{
    if (opt.no_context) inflateReset(c->inflater);
}

void inflate_payload(struct conn *c, const uint8_t *p, uint64_t n)
{
    if (!c->bad) inflate_bytes(c, p, n);
}

void inflate_end_of_message(struct conn *c)
{
    static const uint8_t tail[] = {0, 0, 0xff, 0xff};
    inflate_payload(c, tail, sizeof tail);
}
