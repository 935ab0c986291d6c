/* SPDX-License-Identifier: Apache-2.0 */
/* How much one call may bring.  Without nginx, as the shapes are, so that both can be tested without it. */
#ifndef NGX_HTTP_COUNTERSIGN_SIZES_H
#define NGX_HTTP_COUNTERSIGN_SIZES_H

/* Content of 16 MiB in base64 is 4/3 of it; 64 KiB for what stands around it. */
#define NGX_HTTP_COUNTERSIGN_MAX_CONTENT (16 * 1024 * 1024)
/* What the event loop brings into canonical form at once: at most some 0.3 s. */
#define NGX_HTTP_COUNTERSIGN_MAX_JSON_CONTENT (1024 * 1024)
#define NGX_HTTP_COUNTERSIGN_MAX_BODY         (64 * 1024)
#define NGX_HTTP_COUNTERSIGN_MAX_RECORD_BODY                                                                           \
    (NGX_HTTP_COUNTERSIGN_MAX_CONTENT / 3 * 4 + 4 + NGX_HTTP_COUNTERSIGN_MAX_BODY)

#endif
