-- SPDX-License-Identifier: Apache-2.0
-- identity.draft_device: the row of a device that somebody who is signed in
-- brings, a further one or a renewal, if its keys can be theirs (GS-2.1.3).
-- Inputs:  i_request: label; certificate or key (hex) to prove itself with;
--          passkey {credential_id, key (hex), class, origin, rp_id, sign_count}
--          to sign with, or signing_key with signing_proof, where that is not
--          the first.
-- Result:  refusal {code, body}, or null and the device.
-- Tables:  identity.device_key: the transport key, which nobody has shown yet,
--          is named, and theirs once they sign in with it.

create function identity.draft_device(i_c audit.call, i_request jsonb, out refusal jsonb, out device identity.device)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_proven  jsonb := identity.read_transport(i_request);
    l_passkey jsonb := i_request -> 'passkey';
    l_signing jsonb := coalesce(countersign.read_key(decode(l_passkey ->> 'key', 'hex')), l_proven);
    l_lack    text := identity.check_signing_key(i_request, (
        select a.name from identity.account a where a.account_id = i_c.account_id), l_proven);
begin
    if l_proven is null or l_proven ->> 'transport' = 'certificate' and not exists (
            select
              from identity.account a
              join identity.institution i on i.institution_id = a.institution_id
             where a.account_id = i_c.account_id and l_proven ->> 'organization' = i.code and l_proven ->> 'common_name' = a.name
               and statement_timestamp() between (l_proven ->> 'not_before')::timestamptz and (l_proven ->> 'not_after')::timestamptz) then
        refusal := '{"code": "invalid_value", "body": {"pointer": "/certificate", "detail": "a certificate of this account, valid now, is expected: its organization the institution''s code, its common name the account''s name"}}';
        return;
    end if;
    if l_lack is not null then
        refusal := jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', '/signing_proof', 'detail', l_lack));
        return;
    end if;
    if exists (select from identity.device d where d.account_id = i_c.account_id and d.thumbprint = l_proven ->> 'thumbprint')
       or not identity.claim_device_key(i_c.account_id, l_proven ->> 'thumbprint', false)
       or not identity.claim_device_key(i_c.account_id, l_proven ->> 'transport_kid', false)
       or not identity.claim_device_key(i_c.account_id, l_signing ->> 'kid', l_passkey is not null or l_proven ->> 'signer' = 'separate') then
        refusal := '{"code": "device_taken", "body": {"detail": "each device needs keys of its own, that no device ever had"}}';
        return;
    end if;
    device.device_id     := ops.uuid_v7();
    device.account_id    := i_c.account_id;
    device.label         := i_request ->> 'label';
    device.transport     := l_proven ->> 'transport';
    device.thumbprint    := l_proven ->> 'thumbprint';
    device.transport_kid := l_proven ->> 'transport_kid';
    device.class         := coalesce(l_passkey ->> 'class', l_proven ->> 'class');
    device.signer        := case when l_passkey is null then l_proven ->> 'signer' else 'passkey' end;
    device.kid           := l_signing ->> 'kid';
    device.signing_key   := decode(l_signing ->> 'spki', 'hex');
    device.credential_id := l_passkey ->> 'credential_id';
    device.origin        := l_passkey ->> 'origin';
    device.rp_id         := l_passkey ->> 'rp_id';
    device.sign_count    := (l_passkey ->> 'sign_count')::bigint;
    device.pinned_at     := statement_timestamp();
end;
$$;
comment on function identity.draft_device(audit.call, jsonb) is 'The row of a further device or a renewal, if its keys can be the caller''s.';
revoke all on function identity.draft_device(audit.call, jsonb) from public;
