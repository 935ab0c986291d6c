-- SPDX-License-Identifier: Apache-2.0
-- identity.draft_first: the row of an account's first device, which signs with
-- its transport key, or a signing key of its own.
-- Inputs:  i_account; i_transport, as identity.read_transport says; i_label.

create function identity.draft_first(i_account identity.account, i_transport jsonb, i_label text) returns identity.device
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device;
begin
    l_d.device_id     := ops.uuid_v7();
    l_d.account_id    := i_account.account_id;
    l_d.label         := i_label;
    l_d.class         := i_transport ->> 'class';
    l_d.transport     := i_transport ->> 'transport';
    l_d.thumbprint    := i_transport ->> 'thumbprint';
    l_d.transport_kid := i_transport ->> 'transport_kid';
    l_d.signer        := i_transport ->> 'signer';
    l_d.kid           := i_transport ->> 'kid';
    l_d.signing_key   := decode(i_transport ->> 'spki', 'hex');
    l_d.pinned_at     := statement_timestamp();
    return l_d;
end;
$$;
comment on function identity.draft_first(identity.account, jsonb, text) is 'The row of an account''s first device.';
revoke all on function identity.draft_first(identity.account, jsonb, text) from public;
