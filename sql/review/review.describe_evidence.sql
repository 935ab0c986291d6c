-- SPDX-License-Identifier: Apache-2.0
-- review.describe_evidence: a round of a review that is over, with all that a
-- third party needs to check it without the platform (docs/PROTOCOL.review.md).
-- A stage that was not complete shows no decisions: what its deciders said
-- stays between them and the database.
-- Inputs:  i_payload, i_policy, the round's; i_size, the checkpoint's.

create function review.describe_evidence(i_review uuid, i_round integer, i_payload text, i_policy integer, i_size bigint) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with stated as (
            select s, s.action, s.entry_id, s.statement::jsonb ->> 'stage' as stage
              from review.statement s
             where s.review_id = i_review and s.round = i_round
        )
        select jsonb_build_object(
                   'payload', i_payload::jsonb,
                   'policy', access.describe_evidence(i_policy, i_size),
                   'opened', (select review.describe_stated(t.s, i_size) from stated t where t.action = 'review.opened'),
                   'stages', (
                       select jsonb_agg(jsonb_build_object(
                                  'nonce', ops.base64url(g.nonce),
                                  'decisions', (select coalesce(jsonb_agg(review.describe_proven(t.s, i_size) order by t.entry_id), '[]')
                                                  from stated t
                                                 where t.action = 'decision.taken' and t.stage = g.name
                                                   and g.state not in ('waiting', 'open'))) order by g.ordinal)
                         from review.stage g
                        where g.review_id = i_review and g.round = i_round),
                   'ended', (select jsonb_agg(review.describe_stated(t.s, i_size) order by t.entry_id)
                               from stated t
                              where t.action not in ('review.opened', 'decision.taken')))
               || coalesce((select jsonb_build_object('joining', j) from review.describe_joining(i_payload::jsonb ->> 'break_glass', i_size) j where j is not null), '{}'));
end;
$$;
comment on function review.describe_evidence(uuid, integer, text, integer, bigint) is 'A round of a review with all that a third party needs to check it.';
revoke all on function review.describe_evidence(uuid, integer, text, integer, bigint) from public;
