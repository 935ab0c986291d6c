-- SPDX-License-Identifier: Apache-2.0
-- The people of the fixtures; the runner makes a key and a certificate for each.

create table person (name text, institution text, department text, rank text, roles text[]);
insert into person values
    ('oper.system1', 'OPER', 'platform', 'manager', '{admin.system}'),
    ('oper.system2', 'OPER', 'platform', 'manager', '{admin.system}'),
    ('oper.security1', 'OPER', 'platform', 'manager', '{admin.security}'),
    ('oper.security2', 'OPER', 'platform', 'manager', '{admin.security}'),
    ('oper.audit1', 'OPER', 'platform', 'manager', '{admin.audit}'),
    ('oper.audit2', 'OPER', 'platform', 'manager', '{admin.audit}'),
    ('a.author', 'BANKA', 'credit', 'staff', '{author}'),
    ('a.colleague', 'BANKA', 'credit', 'executive', '{author}'),
    ('a.department1', 'BANKA', 'credit', 'staff', '{reviewer.department}'),
    ('a.department2', 'BANKA', 'payments', 'staff', '{reviewer.department}'),
    ('a.responsible1', 'BANKA', 'credit', 'manager', '{reviewer.responsible}'),
    ('a.responsible2', 'BANKA', 'payments', 'manager', '{reviewer.responsible,reviewer.department}'),
    ('a.compliance1', 'BANKA', 'credit', 'manager', '{reviewer.compliance,approver.owner}'),
    ('a.compliance2', 'BANKA', 'credit', 'manager', '{reviewer.compliance,approver.owner}'),
    ('a.officer', 'BANKA', 'credit', 'staff', '{account.officer}'),
    ('a.reviewer1', 'BANKA', 'credit', 'staff', '{account.reviewer}'),
    ('a.reviewer2', 'BANKA', 'credit', 'staff', '{account.reviewer}'),
    ('a.auditor', 'BANKA', 'credit', 'staff', '{auditor}'),
    ('b.reader', 'BANKB', 'credit', 'staff', '{author}'),
    ('b.manager', 'BANKB', 'credit', 'manager', '{author}'),
    ('b.executive', 'BANKB', 'credit', 'executive', '{author}'),
    ('b.approver1', 'BANKB', 'credit', 'manager', '{approver.requester}'),
    ('b.approver2', 'BANKB', 'credit', 'manager', '{approver.requester}'),
    ('b.auditor', 'BANKB', 'credit', 'staff', '{auditor}'),
    ('c.reader', 'BANKC', 'credit', 'executive', '{author}'),
    ('r.auditor', 'REGU', 'supervision', 'manager', '{auditor}');

-- Somebody with a key and a certificate, but no account yet.
create table newcomer (name text, institution text, department text);
insert into newcomer values
    ('banka.newcomer', 'BANKA', 'credit'),
    ('banka.other', 'BANKA', 'credit'),
    ('banka.second', 'BANKA', 'credit');

-- Keys that lie offline: two of the three recover the platform.
create table recoverer (name text, institution text, ordinal integer);
insert into recoverer values
    ('safe.one', 'OPER', 1),
    ('safe.two', 'OPER', 2),
    ('safe.three', 'OPER', 3);
