-- SPDX-License-Identifier: Apache-2.0
-- identity.open_binding: asks another person to confirm a device's keys
-- (GS-2.1.3): neither its owner nor whoever created the account, for who keeps
-- both halves of a code must not become the reviewer they created.
-- Inputs:  i_c, in the name of its owner; i_device, the row as it will be;
--          i_model, the authenticator's as its attestation names it, or null.
-- Result:  as review.open_review.

create function identity.open_binding(i_c audit.call, i_device identity.device, i_model text) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    select * into strict l_a from identity.account a where a.account_id = i_device.account_id;
    return review.open_review(i_c, 'device.bind', jsonb_strip_nulls(jsonb_build_object(
        'device', i_device.device_id, 'account', l_a.account_id, 'name', l_a.name, 'label', i_device.label,
        'transport', i_device.transport, 'thumbprint', i_device.thumbprint, 'class', i_device.class,
        'signer', i_device.signer, 'kid', i_device.kid, 'origin', i_device.origin, 'model', i_model)),
        jsonb_build_object(
            'institution', l_a.institution_id, 'department', l_a.department, 'object_type', 'device',
            'object', i_device.device_id, 'base', 0, 'beneficiary_person', l_a.person_id,
            'author_person', (select r.person_id from review.review r
                               where r.review_id = l_a.review_id and r.kind = 'account.activate')));
end;
$$;
comment on function identity.open_binding(audit.call, identity.device, text) is 'Asks another person to confirm a device''s keys.';
revoke all on function identity.open_binding(audit.call, identity.device, text) from public;
