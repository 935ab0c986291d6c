-- SPDX-License-Identifier: Apache-2.0
-- record.digest_reclassification: what a review pins of what was made ready for
-- it: by digests, for neither title nor identifier is anybody's before that.

create function record.digest_reclassification(i_made record.reclassification) returns jsonb
    language sql immutable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'identifier_digest', ops.base64url(sha256(convert_to(i_made.identifier, 'UTF8'))),
        'title_digest', ops.base64url(sha256(i_made.salt || coalesce(i_made.title_sealed, convert_to(i_made.title, 'UTF8')))));
comment on function record.digest_reclassification(record.reclassification) is 'What a review pins of what was made ready for it.';
revoke all on function record.digest_reclassification(record.reclassification) from public;
