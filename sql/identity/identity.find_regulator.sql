-- SPDX-License-Identifier: Apache-2.0
-- identity.find_regulator: the active regulator of that code, or null.

create function identity.find_regulator(i_code text) returns uuid
    language sql stable
    set search_path = pg_catalog, pg_temp
    return (select i.institution_id from identity.institution i
             where i.code = i_code and i.kind = 'regulator' and i.state = 'active');
comment on function identity.find_regulator(text) is 'The active regulator of that code.';
revoke all on function identity.find_regulator(text) from public;
