-- SPDX-License-Identifier: Apache-2.0
-- review.guard_decision: the last word on decisions, whoever writes one (GS-2.2.2,
-- JR-5.2): the stage is open in the round that is, the person is neither
-- requester, beneficiary nor author, the verdict one that the kind knows; the
-- person is of the groups that it says and still has room in them, by themselves
-- or by a delegation that counts, and signed exactly this by the key of a bound
-- device of sufficient class; neither of the two has spoken, nor been spoken for.
-- When it was signed, and the step-up, the door alone can know.
-- Raises:  CS016.

create function review.guard_decision() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r      review.review;
    l_s      review.stage;
    l_device identity.device;
    l_signed jsonb;
begin
    select * into l_r from review.review r where r.review_id = new.review_id for no key update;
    select * into l_s from review.stage s where s.review_id = new.review_id and s.round = new.round and s.ordinal = new.ordinal;
    select * into l_device from identity.device d where d.device_id = new.device_id and d.account_id = new.account_id and d.state = 'bound';
    l_signed := identity.open_signed(l_device, 'countersignature+jws', new.countersignature, new.assertion::jsonb) -> 'payload';
    if review.find_state(l_r) = 'open' and new.round = l_r.round and l_s.state = 'open'
       and new.person_id is distinct from l_r.person_id and new.person_id is distinct from l_r.beneficiary_id
       and new.person_id is distinct from l_r.author_id
       and exists (select from review.list_deciders(l_r, l_s) d
                    where d.account_id = new.account_id and d.person_id = new.person_id and d.needs = new.needs
                      and row(d.for_account_id, d.for_person_id) is not distinct from row(new.for_account_id, new.for_person_id))
       and review.is_verdict(l_r.kind, new.verdict)
       and review.is_class_enough(l_r.kind, l_r.policy, l_device.class)
       and not review.has_acted(new.review_id, array[new.person_id])
       and review.has_room(l_s, new.needs)
       and (l_signed - 'at')::text = review.list_signed_members(l_r, l_s, new.account_id,
               jsonb_build_object('verdict', new.verdict, 'comment', new.comment))::text then
        new.signer := review.describe_signer(new.device_id); -- what it was verified by, to be shown years later
        return new;
    end if;
    raise exception using errcode = 'CS016', message = 'no decision of this person counts here';
end;
$$;
comment on function review.guard_decision() is 'Trigger: no decision but by who may decide, signed.';
revoke all on function review.guard_decision() from public;
