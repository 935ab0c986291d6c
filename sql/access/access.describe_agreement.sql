-- SPDX-License-Identifier: Apache-2.0
-- access.describe_agreement: an agreement as its parties see it.

create function access.describe_agreement(i_agreement access.agreement) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'id', i_agreement.agreement_id, 'purpose', i_agreement.purpose, 'state', i_agreement.state,
        'parties', (select jsonb_agg(i.code order by i.code)
                      from access.agreement_party p
                      join identity.institution i on i.institution_id = p.institution_id
                     where p.agreement_id = i_agreement.agreement_id),
        'duties_digest', i_agreement.duties_digest, 'ends_at', ops.format_time(i_agreement.ends_at),
        'signed_at', ops.format_time(i_agreement.signed_at), 'review', i_agreement.review_id);
comment on function access.describe_agreement(access.agreement) is 'An agreement as its parties see it.';
revoke all on function access.describe_agreement(access.agreement) from public;
