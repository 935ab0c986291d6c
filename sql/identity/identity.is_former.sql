-- SPDX-License-Identifier: Apache-2.0
-- identity.is_former: is a new password one that may not be set again.
-- Input:   i_outputs, its outputs as identity.list_former asked for them, hex.

create function identity.is_former(i_account uuid, i_outputs jsonb) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from jsonb_array_elements_text(i_outputs) o
         where sha256(decode(o, 'hex')) in (
               select c.output_digest from identity.credential c where c.account_id = i_account
                union all
               select p.output_digest from identity.former_password p where p.account_id = i_account));
end;
$$;
comment on function identity.is_former(uuid, jsonb) is 'Whether a new password was used before.';
revoke all on function identity.is_former(uuid, jsonb) from public;
