// Replaced by the roles.
return 0;
