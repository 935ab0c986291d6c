/* SPDX-License-Identifier: Apache-2.0 */
/* What members the bodies and query strings of the contract may have; docs/openapi.yaml states the same. */
#ifndef NGX_HTTP_COUNTERSIGN_SHAPE_H
#define NGX_HTTP_COUNTERSIGN_SHAPE_H

#include "codec/json.h"
#include "sizes.h"

#define NGX_HTTP_COUNTERSIGN_MAX_REASON 2000 /* characters; of a comment too */

#define NGX_HTTP_COUNTERSIGN_MAX_PHRASE 64 /* characters */

extern const cs_shape_t ngx_http_countersign_shape_device[];
extern const cs_shape_t ngx_http_countersign_shape_proposal[];
extern const cs_shape_t ngx_http_countersign_shape_renewal[];
extern const cs_shape_t ngx_http_countersign_shape_session[];
extern const cs_shape_t ngx_http_countersign_shape_password[];
extern const cs_shape_t ngx_http_countersign_shape_phrase[];
extern const cs_shape_t ngx_http_countersign_shape_step_up[];
extern const cs_shape_t ngx_http_countersign_shape_otp[];
extern const cs_shape_t ngx_http_countersign_shape_terms[];
extern const cs_shape_t ngx_http_countersign_shape_institution[];
extern const cs_shape_t ngx_http_countersign_shape_account[];
extern const cs_shape_t ngx_http_countersign_shape_reason[];
extern const cs_shape_t ngx_http_countersign_shape_withdrawal[];
extern const cs_shape_t ngx_http_countersign_shape_liaison[];
extern const cs_shape_t ngx_http_countersign_shape_end_date[];
extern const cs_shape_t ngx_http_countersign_shape_delegation[];
extern const cs_shape_t ngx_http_countersign_shape_break_glass[];
extern const cs_shape_t ngx_http_countersign_shape_department[];
extern const cs_shape_t ngx_http_countersign_shape_departure[];
extern const cs_shape_t ngx_http_countersign_shape_transfer[];
extern const cs_shape_t ngx_http_countersign_shape_decision[];
extern const cs_shape_t ngx_http_countersign_shape_plan[];
extern const cs_shape_t ngx_http_countersign_shape_resubmission[];
extern const cs_shape_t ngx_http_countersign_shape_permission[];
extern const cs_shape_t ngx_http_countersign_shape_policies[];
extern const cs_shape_t ngx_http_countersign_shape_agreement[];
extern const cs_shape_t ngx_http_countersign_shape_explanation[];
extern const cs_shape_t ngx_http_countersign_shape_record[];
extern const cs_shape_t ngx_http_countersign_shape_audience[];
extern const cs_shape_t ngx_http_countersign_shape_publication[];
extern const cs_shape_t ngx_http_countersign_shape_forwarding[];
extern const cs_shape_t ngx_http_countersign_shape_reclassification[];
extern const cs_shape_t ngx_http_countersign_shape_nothing[];

extern const cs_shape_t ngx_http_countersign_query_page[];
extern const cs_shape_t ngx_http_countersign_query_phrase[];
extern const cs_shape_t ngx_http_countersign_query_removal[];
extern const cs_shape_t ngx_http_countersign_query_endings[];
extern const cs_shape_t ngx_http_countersign_query_reviews[];
extern const cs_shape_t ngx_http_countersign_query_grants[];
extern const cs_shape_t ngx_http_countersign_query_records[];
extern const cs_shape_t ngx_http_countersign_query_content[];
extern const cs_shape_t ngx_http_countersign_query_entries[];
extern const cs_shape_t ngx_http_countersign_query_alerts[];
extern const cs_shape_t ngx_http_countersign_query_proof[];

#endif
