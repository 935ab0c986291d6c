-- SPDX-License-Identifier: Apache-2.0
-- review.pin_payload: what a round is about and until when: the payload in its
-- one form, its digest, the version of what it will change, and its times under
-- the policies that it runs under.

create function review.pin_payload(i_review review.review, i_payload jsonb, i_base integer) returns review.review
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r review.review := i_review;
    l_k access.review_kind;
begin
    select * into strict l_k from access.review_kind k where k.policy = l_r.policy and k.kind = l_r.kind;
    l_r.base       := i_base;
    l_r.payload    := countersign.canonicalize(i_payload::text);
    l_r.digest     := sha256(convert_to(l_r.payload, 'UTF8'));
    l_r.opened_at  := statement_timestamp();
    l_r.due_at     := l_r.opened_at + case l_r.urgency when 'urgent' then l_k.due_urgent else l_k.due_normal end;
    l_r.expires_at := l_r.opened_at + l_k.expires;
    l_r.reminded   := 0;
    return l_r;
end;
$$;
comment on function review.pin_payload(review.review, jsonb, integer) is 'What a round is about, and until when.';
revoke all on function review.pin_payload(review.review, jsonb, integer) from public;
