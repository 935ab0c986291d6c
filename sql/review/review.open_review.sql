-- SPDX-License-Identifier: Apache-2.0
-- review.open_review: asks for what needs the word of others.  Payload and
-- digest are pinned here; the effect does what they say and nothing else.
-- Inputs:  i_kind; i_payload, what will be done; i_facts: institution (the
--          requester's), owner_institution, beneficiary_person, author_person,
--          department, object_type, object, base (the object's version when
--          the effect will run), urgency; parties, of an agreement; grade, of
--          the risk.
-- Result:  {code: ok, review}; {code: undecidable, detail} where distinct
--          persons for all stages are missing; {code: invalid_value, pointer, detail}.
-- Tables:  review.review, stage, need; writes review.opened, and tells who may
--          decide.

create function review.open_review(i_c audit.call, i_kind text, i_payload jsonb, i_facts jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r        review.review;
    l_needs    review.need[];
    l_shortage text;
begin
    if i_facts ->> 'urgency' not in ('normal', 'urgent') then
        return '{"code": "invalid_value", "pointer": "/urgency", "detail": "it is normal or urgent"}';
    end if;
    l_r := review.draft_review(i_c, i_kind, i_payload, i_facts);
    l_needs := array(select n from review.draft_needs(l_r, array(select jsonb_array_elements_text(i_facts -> 'parties')::uuid)) n);
    l_shortage := review.find_shortage(l_r, l_needs, null);
    if l_shortage is not null and i_c.entry ->> 'action' is distinct from 'review.plan' then -- a plan names it, beside the stages
        return jsonb_build_object('code', 'undecidable', 'detail', l_shortage);
    end if;
    insert into review.review select l_r.*;
    perform review.begin_round(l_r, l_needs);
    return review.announce_round(i_c, l_r);
end;
$$;
comment on function review.open_review(audit.call, text, jsonb, jsonb) is 'Opens a review.';
revoke all on function review.open_review(audit.call, text, jsonb, jsonb) from public;
