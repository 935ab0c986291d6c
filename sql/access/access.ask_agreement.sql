-- SPDX-License-Identifier: Apache-2.0
-- access.ask_agreement: proposes an agreement, which each of its parties then
-- signs by a person of its own (GS-1.7).  Whoever proposes it does not sign.
-- Input:   i_request, as in gateway.create_agreement.
-- Result:  {code, body: {agreement, review}, facts}, for audit.end_call.
-- Tables:  access.agreement, agreement_party; see review.open_review.

create function access.ask_agreement(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb := access.check_agreement(i_c, i_request);
    l_parties uuid[];
    l_opened  jsonb;
    l_a       access.agreement;
begin
    if l_refusal is not null then
        return jsonb_build_object('code', 'invalid_value', 'body', l_refusal);
    end if;
    l_parties := array(select i.institution_id from identity.institution i where i_request -> 'parties' ? i.code order by i.code);
    l_opened := review.open_review(i_c, 'agreement.sign',
        (select jsonb_object_agg(m.key, m.value) from jsonb_each(i_request) m where m.key in ('agreement', 'purpose', 'duties_digest', 'ends_at'))
            || jsonb_build_object('parties', (select jsonb_agg(p order by p) from jsonb_array_elements_text(i_request -> 'parties') p)),
        jsonb_build_object('institution', i_c.institution_id, 'parties', l_parties,
                           'object_type', 'agreement', 'object', i_request ->> 'agreement', 'base', 1));
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened -> 'code', 'body', l_opened - 'code');
    end if;
    insert into access.agreement (agreement_id, purpose, duties_digest, ends_at, review_id)
    values ((i_request ->> 'agreement')::uuid, i_request ->> 'purpose', i_request ->> 'duties_digest',
            ops.read_time(i_request ->> 'ends_at'), (l_opened -> 'review' ->> 'id')::uuid)
    returning * into l_a;
    insert into access.agreement_party (agreement_id, institution_id) select l_a.agreement_id, p from unnest(l_parties) p;
    return jsonb_build_object(
        'code', 'ok', 'body', jsonb_build_object('agreement', access.describe_agreement(l_a), 'review', l_opened -> 'review'),
        'facts', jsonb_build_object('review', l_a.review_id, 'purpose', l_a.purpose));
end;
$$;
comment on function access.ask_agreement(audit.call, jsonb) is 'Proposes an agreement.';
revoke all on function access.ask_agreement(audit.call, jsonb) from public;
