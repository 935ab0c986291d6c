-- SPDX-License-Identifier: Apache-2.0
-- identity.find_terminal: fills a call with the account of that name, when the
-- connection's transport key is that of one of its bound devices.
-- Inputs:  i_account, its name; i_thumbprint, x5t#S256 or jkt.
-- Result:  the call; device_id stays null for an unknown account and for an
--          unbound device alike: the query begins at the key, so that behind
--          an unbound one no name costs more than another.

create function identity.find_terminal(i_c audit.call, i_account text, i_thumbprint text) returns audit.call
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := i_c;
begin
    with bound as materialized (
        select d.account_id, d.device_id, d.class from identity.live_device d where d.thumbprint = i_thumbprint
    )
    select a.account_id, a.person_id, a.institution_id, a.department, a.rank, a.kind, d.device_id, d.class
      into l_c.account_id, l_c.person_id, l_c.institution_id, l_c.department, l_c.rank, l_c.kind,
           l_c.device_id, l_c.device_class
      from bound d
      join identity.account a on a.account_id = d.account_id
     where a.name = i_account and a.kind = 'person' and a.state <> 'rejected';
    return l_c;
end;
$$;
comment on function identity.find_terminal(audit.call, text, text) is 'Fills a call with the account and the bound device that begin to sign in.';
revoke all on function identity.find_terminal(audit.call, text, text) from public;
